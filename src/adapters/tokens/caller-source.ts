/** From what a token says to who calls: the directory adds what the token leaves out, and refuses whom it no longer knows. */
import type { Directory } from "../../application/ports/directory.js";
import type { Caller } from "../../domain/authorization/caller.js";
import type { TokenClaims } from "./token-claims.js";

export type CallerAnswer =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "unauthenticated"; readonly message: string };

export type CallerSource = {
  caller(claims: TokenClaims): Promise<CallerAnswer>;
  /**
   * A number that changes whenever an answer could: an answer may be kept exactly as long as it stays the same. Without it nothing
   * that was looked up is kept longer than the authenticator keeps a token.
   */
  generation(): number;
};

/**
 * `ownTenants` are those whose accounts the directory holds: they must be there and enabled, so that a disabled person's token ends at
 * once. A person of another tenant, and an application that has no service principal here, need not be.
 */
export function directoryCallers(
  directory: Pick<Directory, "user" | "directoryRoles" | "servicePrincipalByAppId">,
  ownTenants: ReadonlySet<string>,
  generation: () => number,
): CallerSource {
  return {
    generation,
    async caller(claims) {
      if (claims.kind === "application") return applicationCaller(directory, claims);
      if (!ownTenants.has(claims.tenantId))
        return { kind: "caller", caller: { ...userCaller(claims, []), isForeign: true } };
      const user = await directory.user(claims.objectId);
      if (user === undefined || !user.accountEnabled) {
        return {
          kind: "unauthenticated",
          message: "The access token is for an account that is gone or disabled.",
        };
      }
      const roles = claims.directoryRoleIds ?? (await directory.directoryRoles(claims.objectId));
      const { displayName, userPrincipalName } = user;
      return { kind: "caller", caller: { ...userCaller(claims, roles), displayName, userPrincipalName } };
    },
  };
}

/** Believes the token alone, and asks the directory only for roles that it leaves out: for an issuer whose accounts the directory does not hold. */
export function tokenCallers(directory: Pick<Directory, "directoryRoles">): CallerSource {
  return {
    generation: () => 0,
    async caller(claims) {
      if (claims.kind === "application") return { kind: "caller", caller: plainApplication(claims) };
      const roles = claims.directoryRoleIds ?? (await directory.directoryRoles(claims.objectId));
      return { kind: "caller", caller: userCaller(claims, roles) };
    },
  };
}

async function applicationCaller(
  directory: Pick<Directory, "servicePrincipalByAppId">,
  claims: TokenClaims,
): Promise<CallerAnswer> {
  const principal = await directory.servicePrincipalByAppId(claims.appId ?? "");
  const plain = plainApplication(claims);
  return {
    kind: "caller",
    caller: principal === undefined ? plain : { ...plain, displayName: principal.displayName },
  };
}

function userCaller(
  claims: TokenClaims,
  directoryRoleIds: readonly string[],
): Extract<Caller, { kind: "user" }> {
  const { objectId, tenantId, displayName, userPrincipalName, appId, scopes } = claims;
  return {
    kind: "user",
    objectId,
    tenantId,
    displayName,
    userPrincipalName,
    appId,
    scopes,
    directoryRoleIds,
  };
}

function plainApplication(claims: TokenClaims): Caller {
  const { objectId, tenantId, displayName, appRoles } = claims;
  // readClaims lets no application's token pass without an appId.
  return { kind: "application", objectId, tenantId, displayName, appId: claims.appId ?? "", appRoles };
}
