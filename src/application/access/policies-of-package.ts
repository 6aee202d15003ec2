/** All policies of one access package. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { catalogPartition } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";

/** More policies than this for one package are not looked at; Entra's older limit was ten. */
const POLICIES_MAX = 200;

export async function policiesOfPackage(
  ports: Ports,
  accessPackage: Pick<AccessPackage, "id" | "catalogId">,
): Promise<readonly AssignmentPolicy[]> {
  const page = await ports.documents.query<AssignmentPolicy>({
    container: "governance",
    kind: "assignmentPolicy",
    partition: catalogPartition(accessPackage.catalogId),
    filter: { op: "eq", path: "accessPackageId", value: accessPackage.id },
    top: POLICIES_MAX,
  });
  return page.items.map(({ document }) => document);
}
