/** Asks the permission table about a caller: loads the caller's roles where the token alone does not answer, and lets the pure table decide. */
import type { Action } from "../domain/authorization/action.js";
import type { Caller } from "../domain/authorization/caller.js";
import type { Credentials, HeldRole } from "../domain/authorization/checks.js";
import { may, mayByToken, mayWhere } from "../domain/authorization/may.js";
import { type CatalogInQuestion, forbidden } from "../domain/authorization/missing-rights.js";
import { PERMISSION_TABLE } from "../domain/authorization/permission-table.js";
import { isEntitlementRole } from "../domain/authorization/role.js";
import { heldRoles, type RoleAssignment } from "../domain/authorization/role-assignment.js";
import type { Catalog } from "../domain/catalog/catalog.js";
import type { Refusal } from "../domain/errors.js";
import { atPresent } from "./at-present.js";
import { catalogPartition } from "./governance/find.js";
import { ownersOf } from "./governance/owners.js";
import type { Filter } from "./ports/documents.js";
import type { Ports } from "./ports/ports.js";
import { readAll } from "./queries/read-all.js";

type AnyCaller = Caller | { readonly kind: "system" };

/** What is known of a caller for one question. */
type Authority = {
  readonly credentials: Credentials;
  readonly held: readonly HeldRole[];
  readonly isMember: boolean;
};

/**
 * Undefined when a row of the table allows it; otherwise the refusal, saying which role or permission is missing and who could give it.
 * `catalogId` null asks for the tenant as a whole.
 */
export async function authorize(
  ports: Ports,
  caller: AnyCaller,
  action: Action,
  catalogId: string | null,
): Promise<Refusal | undefined> {
  if (caller.kind === "system") return undefined;
  const authority = await authorityFor(ports, caller, action, catalogId);
  const { credentials, held, isMember } = authority;
  const denial = may(credentials, held, isMember, action, catalogId);
  if (denial === "allowed") return undefined;
  const catalog = catalogId === null ? null : await inQuestion(ports, authority, catalogId);
  return forbidden({ kind: caller.kind, action, denial, catalog });
}

/** The catalogs in which the caller may do the action: all of them, or these. For lists. */
export async function catalogsWhere(
  ports: Ports,
  caller: AnyCaller,
  action: Action,
): Promise<"all" | readonly string[]> {
  if (caller.kind === "system") return "all";
  const credentials = await credentialsFor(ports, caller, action);
  if (isForeign(caller) || mayByToken(credentials, action) !== "roles")
    return mayWhere(credentials, NO_ROLES, action);
  return mayWhere(credentials, await rolesOf(ports, caller.objectId, undefined), action);
}

/** The caller's own catalog in a refusal or an explanation: named, with its owners, to whoever may see it. */
export async function inQuestion(
  ports: Ports,
  { credentials, held, isMember }: Authority,
  catalogId: string,
): Promise<CatalogInQuestion> {
  if (may(credentials, held, isMember, "viewCatalog", catalogId) !== "allowed") return { id: catalogId };
  const [catalog, owners] = await Promise.all([
    ports.documents.get<Catalog>("governance", catalogPartition(catalogId), catalogId),
    ownersOf(ports, catalogId),
  ]);
  return catalog === undefined
    ? { id: catalogId }
    : { id: catalogId, seen: { displayName: catalog.document.displayName, owners } };
}

/** Everything that the answer can depend on; what it does not depend on is not looked up. */
export async function authorityFor(
  ports: Ports,
  caller: Caller,
  action: Action,
  catalogId: string | null,
): Promise<Authority> {
  const credentials = await credentialsFor(ports, caller, action);
  if (isForeign(caller) || mayByToken(credentials, action) !== "roles")
    return { credentials, held: NO_ROLES, isMember: false };
  const { roles } = PERMISSION_TABLE[action];
  const isMember =
    caller.kind === "user" && roles.includes("member") && (await isMemberOfDirectory(ports, caller.objectId));
  const held = roles.some(isEntitlementRole) ? await rolesOf(ports, caller.objectId, catalogId) : NO_ROLES;
  return { credentials, held, isMember };
}

/**
 * The token's word, with the directory roles looked up when the token names none and the answer could depend on them:
 * issuers differ in whether they write them.
 */
async function credentialsFor(ports: Ports, caller: Caller, action: Action): Promise<Credentials> {
  if (caller.kind !== "user" || caller.directoryRoleIds.length > 0 || isForeign(caller)) return caller;
  const byToken = mayByToken(caller, action);
  if (byToken === "allowed" || byToken === "lacksPermission") return caller;
  return { ...caller, directoryRoleIds: await ports.directory.directoryRoles(caller.objectId) };
}

/** The object id of another tenant's token is nobody's here: no role is looked up by it. */
function isForeign(caller: Caller): boolean {
  return caller.kind === "user" && caller.isForeign === true;
}

export async function isMemberOfDirectory(ports: Ports, objectId: string): Promise<boolean> {
  const user = await ports.directory.user(objectId);
  return user?.userType === "Member" && user.accountEnabled;
}

/** Entitlement-management roles, own and through groups. `catalogId` undefined: in every catalog; otherwise those of that catalog and of the tenant. */
export async function rolesOf(
  ports: Ports,
  objectId: string,
  catalogId: string | null | undefined,
): Promise<readonly HeldRole[]> {
  const groups = await ports.directory.transitiveMemberOf(objectId);
  const principals = [objectId, ...groups];
  const given: RoleAssignment[] = [];
  for (let from = 0; from < principals.length; from += PRINCIPALS_PER_QUERY) {
    const values = principals.slice(from, from + PRINCIPALS_PER_QUERY);
    const mine: Filter = { op: "in", path: "principalId", values };
    const filter: Filter =
      catalogId === undefined
        ? mine
        : { op: "and", filters: [mine, { op: "in", path: "catalogId", values: [catalogId, null] }] };
    for await (const { document } of readAll<RoleAssignment>(atPresent(ports), {
      container: "governance",
      kind: "roleAssignment",
      filter,
    }))
      given.push(document);
  }
  return heldRoles(objectId, given);
}

/** Keeps the condition short enough for every store. */
const PRINCIPALS_PER_QUERY = 200;
const NO_ROLES: readonly HeldRole[] = [];
