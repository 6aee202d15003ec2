/**
 * Who a data folder is: its tenant id and the key that signs its tokens, made at the first start and kept in `identity.json` (0600).
 * `gatehouse token` reads the same file, so a token can be made while the server runs, or before.
 */
import { join } from "node:path";
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Ids } from "../../../application/ports/ids.js";
import type { TrustedIssuer } from "../../tokens/trusted-issuer.js";
import { readPrivateFile, writePrivateFile } from "./private-file.js";

export const SIGNING_ALGORITHM = "RS256";
const MODULUS_BITS = 2048;
const FILE = "identity.json";

/** What tokens of the folder are for (claim `aud`). */
export const AUDIENCE = "api://gatehouse";

export type FolderIdentity = {
  readonly tenantId: string;
  /** The issuer of tokens made by `gatehouse token`: it does not depend on where the server listens. */
  readonly issuer: string;
  readonly keyId: string;
  /** The private key as a JWK: never logged, never answered. */
  readonly privateKey: JWK;
  readonly publicKey: JWK;
};

/** Undefined when the folder has never been started. Throws when the file is there and is not what was written. */
export function readFolderIdentity(folder: string): FolderIdentity | undefined {
  const path = join(folder, FILE);
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  const stored: unknown = JSON.parse(text);
  if (!isStored(stored)) {
    throw new Error(
      `${path} is damaged: restore it from a backup of the folder. Without it no token of the folder is valid.`,
    );
  }
  return identity(stored.tenantId, stored.privateKey);
}

/** Reads the folder's identity, or makes one of a new tenant. */
export async function openFolderIdentity(
  folder: string,
  newTenantId: string,
  ids: Ids,
): Promise<FolderIdentity> {
  const existing = readFolderIdentity(folder);
  if (existing !== undefined) return existing;
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, {
    modulusLength: MODULUS_BITS,
    extractable: true,
  });
  const jwk: JWK = {
    ...(await exportJWK(privateKey)),
    kid: ids.next(),
    alg: SIGNING_ALGORITHM,
    use: "sig",
  };
  writePrivateFile(join(folder, FILE), `${JSON.stringify({ tenantId: newTenantId, privateKey: jwk })}\n`);
  return identity(newTenantId, jwk);
}

/** The folder's own tokens, those of its sign-in page (`oidcIssuer`) and those of `gatehouse token`. */
export function folderIssuer(folder: FolderIdentity, oidcIssuer: string | undefined): TrustedIssuer {
  return {
    issuers: oidcIssuer === undefined ? [folder.issuer] : [folder.issuer, oidcIssuer],
    audiences: [AUDIENCE],
    algorithms: [SIGNING_ALGORITHM],
    keys: createLocalJWKSet({ keys: [folder.publicKey] }),
    tenantId: folder.tenantId,
    acceptsOtherTenants: true,
    clockToleranceSeconds: 0,
  };
}

export function signingKey(folder: FolderIdentity): ReturnType<typeof importJWK> {
  return importJWK(folder.privateKey, SIGNING_ALGORITHM);
}

type Stored = { readonly tenantId: string; readonly privateKey: JWK & { readonly kid: string } };

function isStored(value: unknown): value is Stored {
  return (
    typeof value === "object" &&
    value !== null &&
    "tenantId" in value &&
    typeof value.tenantId === "string" &&
    "privateKey" in value &&
    typeof value.privateKey === "object" &&
    value.privateKey !== null &&
    "kid" in value.privateKey &&
    typeof value.privateKey.kid === "string"
  );
}

function identity(tenantId: string, privateKey: JWK): FolderIdentity {
  const { kty, n, e, kid, alg, use } = privateKey;
  if (kty === undefined || n === undefined || e === undefined || kid === undefined) {
    throw new Error("The folder's signing key is not an RSA key.");
  }
  return {
    tenantId,
    issuer: `urn:gatehouse:${tenantId}`,
    keyId: kid,
    privateKey,
    publicKey: {
      kty,
      n,
      e,
      kid,
      ...(alg === undefined ? {} : { alg }),
      ...(use === undefined ? {} : { use }),
    },
  };
}
