/** Whose tokens are believed: the issuer's names, its keys, and what its tokens must say. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";

export type TrustedIssuer = {
  /** The exact values of `iss`. */
  readonly issuers: readonly string[];
  /** Exact values of `aud`, one of which the token must have. */
  readonly audiences: readonly string[];
  /** Signature algorithms that are accepted; never one with a shared secret. */
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
  /** The tenant whose tokens are accepted (claim `tid`); stands in for a token that names none. */
  readonly tenantId: string;
  /** True for the folder's own issuer, which vouches for guests of other tenants too. */
  readonly acceptsOtherTenants: boolean;
  /** Seconds by which the issuer's clock may differ from ours. */
  readonly clockToleranceSeconds: number;
};

export type ExternalIssuerSettings = {
  /** As in `iss`; its discovery document is below it. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly tenantId: string;
};

/** Asymmetric, and what Entra and the common providers use. */
const ALGORITHMS = ["RS256", "PS256", "ES256"] as const;
const CLOCK_TOLERANCE_SECONDS = 60;
const FETCH_TIMEOUT_MS = 5_000;

/**
 * An issuer elsewhere: Entra ID, or any OpenID provider with a discovery document. Its keys are read when the first token comes, kept for
 * ten minutes, and read again when a token names a key that is not among them (at most every 30 seconds).
 */
export function externalIssuer(settings: ExternalIssuerSettings): TrustedIssuer {
  return {
    issuers: issuerNames(settings),
    audiences: settings.audiences,
    algorithms: ALGORITHMS,
    keys: discoveredKeys(settings.issuer),
    tenantId: settings.tenantId.toLowerCase(),
    acceptsOtherTenants: false,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
  };
}

/** Entra writes the same tenant in two ways, by the version that the API's registration asks for; both have the same keys. */
function issuerNames({ issuer, tenantId }: ExternalIssuerSettings): readonly string[] {
  const { hostname } = new URL(issuer);
  return hostname === "login.microsoftonline.com" || hostname === "sts.windows.net"
    ? [issuer, `https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`]
    : [issuer];
}

/** Thrown when the issuer's keys cannot be had now; the caller's token may be good. */
export class IssuerUnreachableError extends Error {
  override readonly name = "IssuerUnreachableError";
}

function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    keys ??= discover(issuer).catch((error: unknown) => {
      keys = undefined; // the next token tries again
      throw new IssuerUnreachableError(`The keys of ${issuer} cannot be read.`, { cause: error });
    });
    return (await keys)(header, token);
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(address, {
    redirect: "error",
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  const document: unknown = await response.json();
  const jwksUri =
    typeof document === "object" && document !== null && "jwks_uri" in document
      ? document.jwks_uri
      : undefined;
  if (typeof jwksUri !== "string") throw new Error(`${address} names no jwks_uri.`);
  const url = new URL(jwksUri);
  if (url.protocol !== "https:" && !isLoopback(url.hostname)) {
    throw new Error(`The keys of ${issuer} are offered over plain http: ${jwksUri}.`);
  }
  return createRemoteJWKSet(url, { timeoutDuration: FETCH_TIMEOUT_MS });
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
