/** Asks the permission table about a caller: loads the caller's roles where the token alone does not answer, and lets the pure table decide. */
import type { Action } from "../domain/authorization/action.js";
import type { Caller } from "../domain/authorization/caller.js";
import {
  type Answer,
  type Credentials,
  type HeldRole,
  may,
  mayByToken,
  mayWhere,
} from "../domain/authorization/may.js";
import { PERMISSION_TABLE } from "../domain/authorization/permission-table.js";
import { entitlementRoleById, isEntitlementRole } from "../domain/authorization/role.js";
import type { RoleAssignment } from "../domain/authorization/role-assignment.js";
import type { Refusal } from "../domain/errors.js";
import { refused } from "../domain/errors.js";
import type { Filter } from "./ports/documents.js";
import type { Ports } from "./ports/ports.js";

type AnyCaller = Caller | { readonly kind: "system" };

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
  const answer = await answerFor(ports, caller, action, catalogId);
  return answer.kind === "allowed" ? undefined : refused("Forbidden", answer.message);
}

/** The catalogs in which the caller may do the action: all of them, or these. For lists. */
export async function catalogsWhere(
  ports: Ports,
  caller: AnyCaller,
  action: Action,
): Promise<"all" | readonly string[]> {
  if (caller.kind === "system") return "all";
  const credentials = await credentialsFor(ports, caller, action);
  if (mayByToken(credentials, action) !== "roles") return mayWhere(credentials, NO_ROLES, action);
  return mayWhere(credentials, await heldRoles(ports, caller, undefined), action);
}

async function answerFor(
  ports: Ports,
  caller: Caller,
  action: Action,
  catalogId: string | null,
): Promise<Answer> {
  const credentials = await credentialsFor(ports, caller, action);
  const byToken = mayByToken(credentials, action);
  if (byToken !== "roles") return byToken;
  const row = PERMISSION_TABLE[action];
  const isMember = row.roles.includes("member") && (await isMemberOfDirectory(ports, caller));
  const held = row.roles.some(isEntitlementRole) ? await heldRoles(ports, caller, catalogId) : NO_ROLES;
  return may(credentials, held, isMember, action, catalogId);
}

/**
 * The token's word, with the directory roles looked up when the token names none and the answer could depend on them:
 * issuers differ in whether they write them.
 */
async function credentialsFor(ports: Ports, caller: Caller, action: Action): Promise<Credentials> {
  if (caller.kind !== "user" || caller.directoryRoleIds.length > 0) return caller;
  const byToken = mayByToken(caller, action);
  if (byToken !== "roles" && (byToken.kind === "allowed" || byToken.missing === "permission")) return caller;
  return { ...caller, directoryRoleIds: await ports.directory.directoryRoles(caller.objectId) };
}

async function isMemberOfDirectory(ports: Ports, caller: Caller): Promise<boolean> {
  if (caller.kind !== "user") return false;
  const user = await ports.directory.user(caller.objectId);
  return user?.userType === "Member" && user.accountEnabled;
}

/** `catalogId` undefined: in every catalog; otherwise those of that catalog and of the tenant. */
async function heldRoles(
  ports: Ports,
  caller: Caller,
  catalogId: string | null | undefined,
): Promise<readonly HeldRole[]> {
  const groups = await ports.directory.transitiveMemberOf(caller.objectId);
  const held: HeldRole[] = [];
  const principals = [caller.objectId, ...groups];
  for (let from = 0; from < principals.length; from += PRINCIPALS_PER_QUERY) {
    const values = principals.slice(from, from + PRINCIPALS_PER_QUERY);
    const mine: Filter = { op: "in", path: "principalId", values };
    const filter: Filter =
      catalogId === undefined
        ? mine
        : { op: "and", filters: [mine, { op: "in", path: "catalogId", values: [catalogId, null] }] };
    let continuation: string | undefined;
    do {
      const page = await ports.documents.query<RoleAssignment>({
        container: "governance",
        kind: "roleAssignment",
        filter,
        top: 1000,
        ...(continuation === undefined ? {} : { continuation }),
      });
      for (const { document } of page.items) {
        const role = entitlementRoleById(document.roleDefinitionId);
        if (role !== undefined) held.push({ role, catalogId: document.catalogId });
      }
      continuation = page.continuation;
    } while (continuation !== undefined);
  }
  return held;
}

/** Keeps the condition short enough for every store. */
const PRINCIPALS_PER_QUERY = 200;
const NO_ROLES: readonly HeldRole[] = [];
