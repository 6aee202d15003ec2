/** Gives an entitlement-management role to a person, group or application: in one catalog, or in the whole tenant. */
import { ENTITLEMENT_ROLES, entitlementRoleById } from "../../domain/authorization/role.js";
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { beingRemoved, isClosed, notClosing, stillThere } from "../governance/closing.js";
import { catalogPartition, findCatalog, TENANT_PARTITION } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { lacksQuotaInCatalog } from "../governance/quotas.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type CreateRoleAssignmentInput = {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** Null: the whole tenant. */
  readonly catalogId: string | null;
};

/** Giving a role that the principal has already is success. */
export async function createRoleAssignment(
  ports: Ports,
  call: Call,
  { principalId, roleDefinitionId, catalogId }: CreateRoleAssignmentInput,
): Promise<Outcome<Stored<RoleAssignment>>> {
  const action = catalogId === null ? "manageTenantRoles" : "manageCatalogRoles";
  const denied = await authorize(ports, call.caller, action, catalogId);
  if (denied !== undefined) return denied;
  const mistake = wrongRole(roleDefinitionId, catalogId) ?? (await unknownPrincipal(ports, principalId));
  if (mistake !== undefined) return mistake;
  const partition = catalogId === null ? TENANT_PARTITION : catalogPartition(catalogId);
  const appScopeId = catalogId === null ? "/" : `/AccessPackageCatalog/${catalogId}`;
  const document: RoleAssignment = {
    kind: "roleAssignment",
    id: ports.ids.derive("roleAssignment", principalId, roleDefinitionId, appScopeId),
    principalId,
    roleDefinitionId,
    appScopeId,
    catalogId,
    createdDateTime: ports.clock.now(),
  };
  const full =
    catalogId === null
      ? undefined
      : await lacksQuotaInCatalog(ports, "roleAssignmentsPerCatalog", catalogId, document.id);
  if (full !== undefined) return full;
  return untilUnchanged(async () => {
    const scope = await openScope(ports, catalogId);
    if (scope.kind === "refused") return scope;
    const result = await ports.documents.batch("governance", partition, [
      ...scope.value,
      { op: "create", document },
      eventOperation(ports, call, {
        type: "roleAssignmentAdded",
        partition,
        object: { type: "unifiedRoleAssignment", id: document.id, displayName: roleName(roleDefinitionId) },
        related: catalogId === null ? {} : { catalogId },
        detail: { principalId, roleDefinitionId, appScopeId },
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, document));
    if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
    return result.conflict.id === document.id ? already(ports, partition, document.id) : "changed";
  });
}

/** What must hold while the role is given: the catalog is there. */
async function openScope(ports: Ports, catalogId: string | null): Promise<Outcome<readonly Operation[]>> {
  if (catalogId === null) return done([]);
  const catalog = await findCatalog(ports, catalogId);
  if (catalog.kind === "refused") return { ...catalog, target: "appScopeId" };
  return done([notClosing(catalogId), stillThere(catalog.value)]);
}

async function already(
  ports: Ports,
  partition: string,
  id: string,
): Promise<Outcome<Stored<RoleAssignment>> | "changed"> {
  const existing = await ports.documents.get<RoleAssignment>("governance", partition, id);
  return existing === undefined ? "changed" : done(existing);
}

export function roleName(roleDefinitionId: string): string | null {
  const role = entitlementRoleById(roleDefinitionId);
  return role === undefined ? null : ENTITLEMENT_ROLES[role].displayName;
}

function wrongRole(roleDefinitionId: string, catalogId: string | null): Refusal | undefined {
  const role = entitlementRoleById(roleDefinitionId);
  if (role === undefined)
    return refused(
      "InvalidModel",
      `There is no entitlement-management role ${roleDefinitionId}; GET /roleManagement/entitlementManagement/roleDefinitions lists them.`,
      "roleDefinitionId",
    );
  if (ENTITLEMENT_ROLES[role].scope === "tenant" && catalogId !== null)
    return refused(
      "InvalidModel",
      `${ENTITLEMENT_ROLES[role].displayName} is a role of the whole tenant: give it with appScopeId "/".`,
      "appScopeId",
    );
  return undefined;
}

async function unknownPrincipal(ports: Ports, principalId: string): Promise<Refusal | undefined> {
  const { directory } = ports;
  const known =
    (await directory.user(principalId)) ??
    (await directory.group(principalId)) ??
    (await directory.servicePrincipal(principalId));
  if (known !== undefined) return undefined;
  return refused(
    "InvalidModel",
    `The directory has no user, group or service principal with id ${principalId}.`,
    "principalId",
  );
}
