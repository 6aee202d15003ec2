/** An explanation of authority on the wire; Graph has none. */
import type {
  ExplainAuthorityInput,
  ExplainedAuthority,
} from "../../application/queries/explain-authority.js";
import type { Check, HeldRole } from "../../domain/authorization/checks.js";
import { PERMISSION_TABLE } from "../../domain/authorization/permission-table.js";
import {
  DIRECTORY_ROLES,
  type DirectoryRole,
  displayNameOf,
  ENTITLEMENT_ROLES,
  isDirectoryRole,
  isEntitlementRole,
  type Role,
} from "../../domain/authorization/role.js";
import type { JsonObject } from "../json-object.js";

export function writeExplanation(
  { action, catalogId }: ExplainAuthorityInput,
  explained: ExplainedAuthority,
): JsonObject {
  const { principal, decision, checks, assumes, missing, allowedIn } = explained;
  const decidedBy = checks.at(-1);
  return {
    principalId: principal.id,
    principalType: principal.kind === "user" ? "user" : "servicePrincipal",
    principalDisplayName: principal.displayName,
    action,
    description: PERMISSION_TABLE[action].what,
    catalogId: catalogId ?? null,
    decision,
    decidedBy: decidedBy === undefined || decidedBy.verdict === "goesOn" ? null : decidedBy.check,
    checks: checks.map(writeCheck),
    assumedPermissions: assumes,
    directoryRoles: explained.directoryRoleIds.map((id) => ({ id, displayName: nameOfDirectoryRole(id) })),
    entitlementRoles: explained.entitlementRoles.map(writeHeld),
    missing: missing.map((right) => ({ ...right })),
    isAllowedInEveryCatalog: allowedIn === "all",
    allowedCatalogIds: allowedIn === "all" ? [] : allowedIn,
  };
}

function writeCheck(check: Check): JsonObject {
  const { verdict } = check;
  switch (check.check) {
    case "delegatedPermission":
    case "applicationPermission":
      return { check: check.check, anyOf: check.anyOf, has: check.has, verdict };
    case "directoryRole":
    case "member":
      return {
        check: check.check,
        anyOf: check.anyOf.map(writeRole),
        has: check.has.map(writeRole),
        verdict,
      };
    case "entitlementRole":
      return {
        check: check.check,
        anyOf: check.anyOf.map(writeRole),
        has: check.has.map(writeHeld),
        verdict,
      };
  }
}

function writeRole(role: Role): JsonObject {
  return { id: idOf(role), displayName: displayNameOf(role) };
}

function writeHeld({ role, catalogId, throughGroupId }: HeldRole): JsonObject {
  return {
    ...writeRole(role),
    appScopeId: catalogId === null ? "/" : `/AccessPackageCatalog/${catalogId}`,
    throughGroupId: throughGroupId ?? null,
  };
}

/** Null: being a member is not a role with an id. */
function idOf(role: Role): string | null {
  if (isDirectoryRole(role)) return DIRECTORY_ROLES[role].templateId;
  return isEntitlementRole(role) ? ENTITLEMENT_ROLES[role].id : null;
}

/** Null: a directory role that plays no part here. */
function nameOfDirectoryRole(templateId: string): string | null {
  // The keys of the table are its roles, which Object.keys does not say.
  const roles = Object.keys(DIRECTORY_ROLES) as DirectoryRole[];
  const role = roles.find((one) => DIRECTORY_ROLES[one].templateId === templateId);
  return role === undefined ? null : displayNameOf(role);
}
