/** Adds a role of a resource to a package; everybody who has the package gets it (spec/domain.md 3.6). */
import type { ResourceRoleScope } from "../../domain/access-package/access-package.js";
import {
  type RoleDescription,
  roleScope,
  rolesMeant,
  type ScopeDescription,
  scopeOf,
} from "../../domain/access-package/role-scopes.js";
import { ROLE_SCOPES_PER_PACKAGE_MAX } from "../../domain/catalog/limits.js";
import type { Resource } from "../../domain/catalog/resource.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import { notClosing, stillThere } from "../governance/closing.js";
import { catalogPartition } from "../governance/find.js";
import { lacksRightToPower } from "../governance/power.js";
import { findDescribed, type ResourceDescription } from "../governance/resource-request.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type AddResourceRoleScopeInput = {
  readonly accessPackageId: string;
  readonly resource: ResourceDescription;
  readonly role: RoleDescription;
  readonly scope: ScopeDescription;
};

/** A role that the package gives already is success. */
export async function addResourceRoleScope(
  ports: Ports,
  call: Call,
  { accessPackageId, resource: described, role: wantedRole, scope: wantedScope }: AddResourceRoleScopeInput,
): Promise<Outcome<ResourceRoleScope>> {
  let added: ResourceRoleScope | undefined;
  const outcome = await changePackage(ports, call, { accessPackageId }, async (before) => {
    const found = await resourceOf(ports, before.catalogId, described, wantedRole);
    if (found.kind === "refused") return found;
    const { document: resource } = found.value;
    const [role, otherRole] = rolesMeant(resource, wantedRole);
    if (otherRole !== undefined)
      return refused(
        "InvalidModel",
        `"${resource.displayName}" offers this role both active and eligible. Say which is meant by role.type or role.id.`,
        "role/type",
      );
    if (role === undefined)
      return refused(
        "RoleNotFound",
        `"${resource.displayName}" offers no role ${wantedRole.id ?? wantedRole.originId}. It offers: ${resource.roles.map((one) => `${one.displayName} (originId ${one.originId})`).join(", ")}.`,
        "role",
      );
    const scope = scopeOf(resource, wantedScope);
    if (scope === undefined)
      return refused(
        "ResourceNotFound",
        `The resource was not found: "${resource.displayName}" has no scope ${wantedScope.id ?? wantedScope.originId}.`,
        "scope",
      );
    const fresh = roleScope(resource, role, scope, ports.clock.now());
    added = before.resourceRoleScopes.find(({ id }) => id === fresh.id);
    if (added !== undefined) return "nothing";
    const denied = await lacksRightToPower(ports, call, resource);
    if (denied !== undefined) return denied;
    if (before.resourceRoleScopes.length >= ROLE_SCOPES_PER_PACKAGE_MAX)
      return refused("QuotaExceeded", `A package gives at most ${ROLE_SCOPES_PER_PACKAGE_MAX} roles.`);
    added = fresh;
    return {
      kind: "change",
      after: { ...before, resourceRoleScopes: [...before.resourceRoleScopes, fresh] },
      eventType: "accessPackageRolesChanged",
      also: [notClosing(resource.id), stillThere(found.value)],
    };
  });
  if (outcome.kind === "refused") return outcome;
  if (added === undefined) throw new Error("The package was written without the role that was to be added.");
  return done(added);
}

/** The resource that is named, or the only one of the catalog that offers the role. */
async function resourceOf(
  ports: Ports,
  catalogId: string,
  described: ResourceDescription,
  role: RoleDescription,
): Promise<Outcome<Stored<Resource>>> {
  if (described.id !== undefined || described.originId !== undefined) {
    return findDescribed(ports, catalogId, described);
  }
  const all = await ports.documents.partition<Resource>(
    "governance",
    catalogPartition(catalogId),
    "resource",
  );
  const offering = all.filter(({ document }) => rolesMeant(document, role).length > 0);
  const [only] = offering;
  if (only !== undefined && offering.length === 1) return done(only);
  return offering.length === 0
    ? refused("RoleNotFound", "No resource of the catalog offers this role.", "role")
    : refused(
        "InvalidModel",
        "Several resources of the catalog offer this role. Say which is meant by role.resource.id, or by role.resource.originId and originSystem.",
        "role/resource",
      );
}
