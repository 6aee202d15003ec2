/** Takes an entitlement-management role away. */
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { found } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { staleVersion } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";
import { roleName } from "./create-role-assignment.js";

export async function deleteRoleAssignment(
  ports: Ports,
  call: Call,
  { roleAssignmentId, ifMatch }: { readonly roleAssignmentId: string; readonly ifMatch?: string | undefined },
): Promise<Outcome<undefined>> {
  const stored = await ports.documents.find<RoleAssignment>("governance", "roleAssignment", roleAssignmentId);
  const outcome = found(stored, "role assignment", roleAssignmentId);
  if (outcome.kind === "refused") return outcome;
  const { document, partition } = outcome.value;
  const { catalogId, principalId, roleDefinitionId, appScopeId } = document;
  const action = catalogId === null ? "manageTenantRoles" : "manageCatalogRoles";
  const denied = await authorize(ports, call.caller, action, catalogId);
  if (denied !== undefined) return denied;
  const stale = staleVersion(outcome.value, ifMatch);
  if (stale !== undefined) return stale;
  const result = await ports.documents.batch("governance", partition, [
    { op: "delete", id: document.id },
    eventOperation(ports, call, {
      type: "roleAssignmentRemoved",
      partition,
      object: { type: "unifiedRoleAssignment", id: document.id, displayName: roleName(roleDefinitionId) },
      related: catalogId === null ? {} : { catalogId },
      detail: { principalId, roleDefinitionId, appScopeId },
    }),
  ]);
  return result.kind === "conflict"
    ? refused(
        "ResourceNotFound",
        `The resource was not found: somebody has just removed role assignment ${document.id}.`,
      )
    : done(undefined);
}
