/** Makes an access token of the folder, in the form that Entra ID gives its own (v2). */
import { SignJWT } from "jose";
import { AUDIENCE, type FolderIdentity, SIGNING_ALGORITHM, signingKey } from "./folder-identity.js";

export type TokenSubject =
  | {
      readonly kind: "user";
      readonly objectId: string;
      /** The home tenant; the folder's own for its members. */
      readonly tenantId: string;
      readonly displayName: string;
      readonly userPrincipalName: string;
      readonly scopes: readonly string[];
      /** The application that the person uses. */
      readonly appId: string;
    }
  | {
      readonly kind: "application";
      /** The service principal. */
      readonly objectId: string;
      readonly tenantId: string;
      readonly displayName: string;
      readonly appId: string;
      readonly appRoles: readonly string[];
    };

/** `nowMs` is milliseconds since 1970 by the folder's clock. Directory roles are left out on purpose: the directory is asked at each call. */
export async function mintToken(
  folder: FolderIdentity,
  subject: TokenSubject,
  nowMs: number,
  lifetimeMs: number,
): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  return new SignJWT(claimsOf(subject))
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: folder.keyId, typ: "JWT" })
    .setIssuer(folder.issuer)
    .setAudience(AUDIENCE)
    .setSubject(subject.objectId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + Math.ceil(lifetimeMs / 1000))
    .sign(await signingKey(folder));
}

/** The claims that say who; also those of tokens from the sign-in page. */
export function claimsOf(subject: TokenSubject): Record<string, unknown> {
  const { objectId, tenantId, displayName, appId } = subject;
  const common = { ver: "2.0", oid: objectId, tid: tenantId, name: displayName, azp: appId };
  return subject.kind === "user"
    ? {
        ...common,
        preferred_username: subject.userPrincipalName,
        scp: subject.scopes.join(" "),
        idtyp: "user",
      }
    : { ...common, idtyp: "app", roles: subject.appRoles };
}
