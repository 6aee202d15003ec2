/** Takes an entitlement-management role away; the last owner of a catalog only an administrator takes away, who can then give it another. */
import { ENTITLEMENT_ROLES } from "../../domain/authorization/role.js";
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { found } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import type { Operation, Stored } from "../ports/documents.js";
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
  const { catalogId } = outcome.value.document;
  const action = catalogId === null ? "manageTenantRoles" : "manageCatalogRoles";
  const denied = await authorize(ports, call.caller, action, catalogId);
  if (denied !== undefined) return denied;
  const stale = staleVersion(outcome.value, ifMatch);
  if (stale !== undefined) return stale;
  return untilUnchanged(() => takeAway(ports, call, outcome.value));
}

async function takeAway(
  ports: Ports,
  call: Call,
  { document, partition }: Stored<RoleAssignment>,
): Promise<Outcome<undefined> | "changed"> {
  const { id, catalogId, principalId, roleDefinitionId, appScopeId } = document;
  const remains = await somebodyOwns(ports, call, document, partition);
  if ("kind" in remains) return remains;
  const result = await ports.documents.batch("governance", partition, [
    ...remains,
    { op: "delete", id },
    eventOperation(ports, call, {
      type: "roleAssignmentRemoved",
      partition,
      object: { type: "unifiedRoleAssignment", id, displayName: roleName(roleDefinitionId) },
      related: catalogId === null ? {} : { catalogId },
      detail: { principalId, roleDefinitionId, appScopeId },
    }),
  ]);
  if (result.kind === "written") return done(undefined);
  if (result.conflict.id !== id) return "changed";
  return refused(
    "ResourceNotFound",
    `The resource was not found: somebody has just removed role assignment ${id}.`,
  );
}

/** What must hold while an owner goes: another is there. Of two owners who remove one another at the same moment one stays. */
async function somebodyOwns(
  ports: Ports,
  call: Call,
  { id, catalogId, roleDefinitionId }: RoleAssignment,
  partition: string,
): Promise<readonly Operation[] | Refusal> {
  if (catalogId === null || roleDefinitionId !== ENTITLEMENT_ROLES.catalogOwner.id) return [];
  const isAdministrator = (await authorize(ports, call.caller, "manageTenantRoles", null)) === undefined;
  if (isAdministrator) return [];
  const owners = await ports.documents.query<RoleAssignment>({
    container: "governance",
    partition,
    kind: "roleAssignment",
    filter: { op: "eq", path: "roleDefinitionId", value: roleDefinitionId },
    top: 2,
  });
  const other = owners.items.find(({ document }) => document.id !== id);
  if (other !== undefined) return [{ op: "check", id: other.document.id, ifMatch: other.etag }];
  return refused(
    "BadRequest",
    `Role assignment ${id} is the last Catalog owner of catalog ${catalogId}. Give the role to somebody else first; an administrator can also take the last one away.`,
  );
}
