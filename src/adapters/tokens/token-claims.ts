/** What an access token says about its bearer: Entra's forms v1 and v2, and the plainer form of other issuers, read into one. */
import type { JWTPayload } from "jose";

export type TokenClaims = {
  /** A user who is signed in through an application, or an application for itself. */
  readonly kind: "user" | "application";
  readonly objectId: string;
  readonly tenantId: string;
  readonly appId: string | null;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  /** Delegated permissions; empty for an application. */
  readonly scopes: readonly string[];
  /** Application permissions; empty for a user. */
  readonly appRoles: readonly string[];
  /** Directory role template ids; undefined when the token does not say (the directory knows). */
  readonly directoryRoleIds: readonly string[] | undefined;
};

export type ReadClaims =
  | { readonly kind: "read"; readonly claims: TokenClaims }
  | { readonly kind: "unusable"; readonly message: string };

/** Longest text of one claim that is kept; what is longer is no name and no id. */
const TEXT_MAX = 1024;
/** Values of a list claim that are read. */
const LIST_MAX = 500;

/** `tenantId` stands in when the token names none: issuers other than Entra have one tenant. */
export function readClaims(payload: JWTPayload, tenantId: string): ReadClaims {
  const objectId = (text(payload["oid"]) ?? text(payload.sub))?.toLowerCase();
  if (objectId === undefined) return unusable("The access token names nobody: it has neither oid nor sub.");
  const scopes = words(payload["scp"] ?? payload["scope"]);
  // Entra marks an application's token by idtyp, or (v1, and v2 without the optional claim) by sub and oid being the same.
  const forItself =
    payload["idtyp"] === "app" ||
    (payload["idtyp"] === undefined && scopes.length === 0 && isOwnSubject(payload));
  const appId = text(payload["azp"]) ?? text(payload["appid"]) ?? text(payload["client_id"]) ?? null;
  const common = {
    objectId,
    tenantId: (text(payload["tid"]) ?? tenantId).toLowerCase(),
    displayName: text(payload["name"]) ?? null,
  };
  if (forItself) {
    if (appId === null) return unusable("The access token does not name its application (azp or appid).");
    return {
      kind: "read",
      claims: {
        kind: "application",
        ...common,
        appId: appId.toLowerCase(),
        displayName: text(payload["app_displayname"]) ?? common.displayName,
        userPrincipalName: null,
        scopes: [],
        appRoles: words(payload["roles"]),
        directoryRoleIds: undefined,
      },
    };
  }
  if (scopes.length === 0) return unusable("The access token carries no permission: it has no scp.");
  return {
    kind: "read",
    claims: {
      kind: "user",
      ...common,
      appId: appId?.toLowerCase() ?? null,
      userPrincipalName:
        text(payload["upn"]) ??
        text(payload["preferred_username"]) ??
        text(payload["unique_name"]) ??
        text(payload["email"]) ??
        null,
      scopes,
      appRoles: [],
      // An overage token leaves wids out, as does one of an issuer that knows no directory roles.
      directoryRoleIds: Array.isArray(payload["wids"])
        ? words(payload["wids"]).map((id) => id.toLowerCase())
        : undefined,
    },
  };
}

function isOwnSubject(payload: JWTPayload): boolean {
  return payload["oid"] !== undefined && payload["oid"] === payload.sub;
}

function unusable(message: string): ReadClaims {
  return { kind: "unusable", message };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= TEXT_MAX ? value : undefined;
}

/** A list claim: an array of strings, or one string with spaces in between. */
function words(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(" ")
      : [];
  return list
    .slice(0, LIST_MAX)
    .map(text)
    .filter((word) => word !== undefined);
}
