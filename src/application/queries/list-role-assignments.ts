/** Entitlement-management roles that were given: in the catalogs that the caller may see, and those of the tenant for whoever sees all. */
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { found } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

export async function listRoleAssignments(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<RoleAssignment>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewRoles", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, { container: "governance", kind: "roleAssignment" }, query, narrowing));
}

export async function getRoleAssignment(
  ports: Ports,
  call: Call,
  { roleAssignmentId }: { readonly roleAssignmentId: string },
): Promise<Outcome<Stored<RoleAssignment>>> {
  const stored = await ports.documents.find<RoleAssignment>("governance", "roleAssignment", roleAssignmentId);
  const outcome = found(stored, "role assignment", roleAssignmentId);
  if (outcome.kind === "refused") return outcome;
  return (await authorize(ports, call.caller, "viewRoles", outcome.value.document.catalogId)) ?? outcome;
}
