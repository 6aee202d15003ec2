/** The policies that the caller may see: of all their catalogs, or of one package. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { catalogPartition } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";
import { getManagedAccessPackage } from "./get-access-package.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

const SOURCE = { container: "governance", kind: "assignmentPolicy" } as const;

export async function listAssignmentPolicies(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentPolicy>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, SOURCE, query, narrowing));
}

export async function listPoliciesOfPackage(
  ports: Ports,
  call: Call,
  accessPackageId: string,
  query: ListQuery,
): Promise<Outcome<ListPage<AssignmentPolicy>>> {
  const found = await getManagedAccessPackage(ports, call, { accessPackageId });
  if (found.kind === "refused") return found;
  const partition = catalogPartition(found.value.document.catalogId);
  const ofPackage = { op: "eq", path: "accessPackageId", value: accessPackageId } as const;
  return done(await readList(ports, { ...SOURCE, partition }, query, ofPackage));
}
