/** Who owns a catalog, by name: whom to ask for a role in it. */
import { ENTITLEMENT_ROLES } from "../../domain/authorization/role.js";
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { catalogPartition } from "./find.js";

/** Enough to find somebody who is there. */
const NAMED_MAX = 5;

const IS_OWNER: Filter = { op: "eq", path: "roleDefinitionId", value: ENTITLEMENT_ROLES.catalogOwner.id };

/** Names of people, groups and applications that own the catalog, at most five. */
export async function ownersOf(ports: Ports, catalogId: string): Promise<readonly string[]> {
  const { items } = await ports.documents.query<RoleAssignment>({
    container: "governance",
    partition: catalogPartition(catalogId),
    kind: "roleAssignment",
    filter: IS_OWNER,
    top: NAMED_MAX,
  });
  const names = await Promise.all(items.map(({ document }) => nameOf(ports, document.principalId)));
  return names.filter((name) => name !== undefined);
}

async function nameOf({ directory }: Ports, id: string): Promise<string | undefined> {
  const principal =
    (await directory.user(id)) ?? (await directory.group(id)) ?? (await directory.servicePrincipal(id));
  return principal?.displayName;
}
