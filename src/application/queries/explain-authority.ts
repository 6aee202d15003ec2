/** Why may somebody do something, or why not: the caller, or (for administrators, auditors and owners of the catalog) somebody else. */
import type { Action } from "../../domain/authorization/action.js";
import type { Caller } from "../../domain/authorization/caller.js";
import type { Credentials, HeldRole } from "../../domain/authorization/checks.js";
import { type Explanation, explain } from "../../domain/authorization/explain.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import {
  authorityFor,
  authorize,
  catalogsWhere,
  inQuestion,
  isMemberOfDirectory,
  rolesOf,
} from "../authorize.js";
import type { Call } from "../call.js";
import { findCatalog } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";

export type ExplainAuthorityInput = {
  /** A user or service principal; undefined: the caller. */
  readonly principalId: string | undefined;
  readonly action: Action;
  /** Undefined: the tenant as a whole. */
  readonly catalogId: string | undefined;
};

export type ExplainedAuthority = Explanation & {
  readonly principal: {
    readonly id: string;
    readonly kind: Caller["kind"];
    readonly displayName: string | null;
  };
  /** Every directory role that the principal has, by template id, and every entitlement-management role, whether or not they count here. */
  readonly directoryRoleIds: readonly string[];
  readonly entitlementRoles: readonly HeldRole[];
};

type Principal = ExplainedAuthority["principal"] & {
  readonly credentials: Credentials;
  readonly isTokenKnown: boolean;
};

export async function explainAuthority(
  ports: Ports,
  call: Call,
  { principalId, action, catalogId }: ExplainAuthorityInput,
): Promise<Outcome<ExplainedAuthority>> {
  const { caller } = call;
  if (caller.kind === "system")
    throw new Error("The system asks for no permission, so there is nothing to explain.");
  const isOther = principalId !== undefined && principalId !== caller.objectId;
  if (isOther) {
    const denied = await authorize(ports, caller, "explainAuthority", catalogId ?? null);
    if (denied !== undefined) return denied;
  }
  const principal = isOther ? await somebody(ports, principalId) : await self(ports, caller, action);
  if (principal === undefined)
    return refused(
      "Request_ResourceNotFound",
      `The directory has no user and no service principal with id ${principalId}.`,
      "principalId",
    );
  // What the answer may tell of the catalog is for the caller to know, not for whom it is about.
  const asker = await authorityFor(ports, caller, "viewCatalog", catalogId ?? null);
  const catalog = catalogId === undefined ? null : await inQuestion(ports, asker, catalogId);
  if (catalog !== null && catalog.seen === undefined && isOther) {
    const missing = await findCatalog(ports, catalog.id);
    if (missing.kind === "refused") return { ...missing, target: "catalogId" };
  }
  const { credentials, isTokenKnown, ...who } = principal;
  // The object id of another tenant's token is nobody's here.
  const isForeign = !isOther && caller.kind === "user" && caller.isForeign === true;
  const all = isForeign ? [] : await rolesOf(ports, who.id, undefined);
  const held = isOther ? await shownTo(ports, caller, all) : all;
  const isMember = !isForeign && who.kind === "user" && (await isMemberOfDirectory(ports, who.id));
  return done({
    ...explain({ credentials, isTokenKnown, held, isMember, action, catalog }),
    principal: who,
    directoryRoleIds: credentials.kind === "user" ? credentials.directoryRoleIds : [],
    entitlementRoles: held,
  });
}

/** Of somebody else: the roles of the tenant, which count everywhere, and those of catalogs whose roles the caller sees. */
async function shownTo(
  ports: Ports,
  caller: Caller,
  held: readonly HeldRole[],
): Promise<readonly HeldRole[]> {
  const where = await catalogsWhere(ports, caller, "viewRoles");
  return held.filter(({ catalogId }) => catalogId === null || where === "all" || where.includes(catalogId));
}

async function self(ports: Ports, caller: Caller, action: Action): Promise<Principal> {
  const { credentials } = await authorityFor(ports, caller, action, null);
  const { objectId: id, kind, displayName } = caller;
  return { id, kind, displayName, credentials, isTokenKnown: true };
}

async function somebody({ directory }: Ports, id: string): Promise<Principal | undefined> {
  const user = await directory.user(id);
  if (user !== undefined) {
    const directoryRoleIds = await directory.directoryRoles(id);
    const credentials: Credentials = { kind: "user", scopes: [], directoryRoleIds };
    return { id, kind: "user", displayName: user.displayName, credentials, isTokenKnown: false };
  }
  const application = await directory.servicePrincipal(id);
  if (application === undefined) return undefined;
  const credentials: Credentials = { kind: "application", appRoles: [] };
  return { id, kind: "application", displayName: application.displayName, credentials, isTokenKnown: false };
}
