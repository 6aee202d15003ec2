/** Is this access token good? Signature, issuer, audience, tenant and time; every "no" is a value whose words give nothing away. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import { readClaims, type TokenClaims } from "./token-claims.js";
import { IssuerUnreachableError, type TrustedIssuer } from "./trusted-issuer.js";

export type ValidatedToken =
  | {
      readonly kind: "valid";
      readonly claims: TokenClaims;
      readonly issuer: TrustedIssuer;
      /** When it ends, in milliseconds since 1970, the issuer's tolerance included. */
      readonly endsMs: number;
    }
  | { readonly kind: "invalid"; readonly message: string };

/** Characters. Entra keeps its tokens far below; a longer one is not read at all. */
const TOKEN_MAX = 16_384;

/** Of the types that name themselves, those that are access tokens: an id or logout token is for somebody else. */
const TYPES = new Set(["jwt", "at+jwt", "application/at+jwt"]);

export async function validateToken(
  token: string,
  trusted: readonly TrustedIssuer[],
  nowMs: number,
): Promise<ValidatedToken> {
  if (token.length > TOKEN_MAX) return invalid("The access token is too long.");
  const opened = open(token);
  if (opened === undefined) return invalid("The access token is not a signed JSON web token.");
  const issuer = trusted.find((one) => opened.issuer !== undefined && one.issuers.includes(opened.issuer));
  if (issuer === undefined)
    return invalid("The access token is from an issuer that is not trusted here (iss).");
  if (opened.keyId === undefined) return invalid("The access token does not name its key (kid).");
  if (opened.type !== undefined && !TYPES.has(opened.type.toLowerCase())) {
    return invalid("The token is not an access token (typ).");
  }
  try {
    const { payload } = await jwtVerify(token, issuer.keys, {
      algorithms: [...issuer.algorithms],
      issuer: [...issuer.issuers],
      audience: [...issuer.audiences],
      currentDate: new Date(nowMs),
      clockTolerance: issuer.clockToleranceSeconds,
      requiredClaims: ["exp"],
    });
    const read = readClaims(payload, issuer.tenantId);
    if (read.kind === "unusable") return invalid(read.message);
    if (!issuer.acceptsOtherTenants && read.claims.tenantId !== issuer.tenantId) {
      return invalid("The access token is for another tenant (tid).");
    }
    // jose has just required exp to be a number.
    const endsMs = ((payload.exp ?? 0) + issuer.clockToleranceSeconds) * 1000;
    return { kind: "valid", claims: read.claims, issuer, endsMs };
  } catch (error) {
    return invalid(whyNot(error));
  }
}

/** Reads the parts that choose the issuer and its key, believing nothing yet. */
function open(
  token: string,
): { readonly issuer?: string; readonly keyId?: string; readonly type?: string } | undefined {
  try {
    const { kid, typ } = decodeProtectedHeader(token);
    const { iss } = decodeJwt(token);
    return {
      ...(typeof iss === "string" ? { issuer: iss } : {}),
      ...(typeof kid === "string" ? { keyId: kid } : {}),
      ...(typeof typ === "string" ? { type: typ } : {}),
    };
  } catch {
    return undefined;
  }
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The access token has expired (exp).";
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case "nbf":
        return "The access token is not valid yet (nbf).";
      case "aud":
        return "The access token is for another audience (aud).";
      default:
        return `The access token's ${error.claim} is missing or not valid.`;
    }
  }
  if (error instanceof IssuerUnreachableError || error instanceof errors.JWKSTimeout) {
    return "The issuer's keys cannot be read now, so the access token cannot be checked. Try again.";
  }
  return "The access token's signature is not valid.";
}

function invalid(message: string): ValidatedToken {
  return { kind: "invalid", message };
}
