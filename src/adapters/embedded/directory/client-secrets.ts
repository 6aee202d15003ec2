/** Secrets with which applications ask for tokens themselves (Graph: addPassword). Only a hash is kept; the secret is shown once. */
import { hash, randomBytes } from "node:crypto";
import type { ClientSecret } from "../../../application/ports/directory-administration.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { type Instant, instantOf, msOf } from "../../../domain/time/instant.js";
import { type DirectoryPorts, notFound, removeRow } from "./change.js";
import { object } from "./rows.js";

/** In the partition of the application; its id is `secret.{keyId}`. */
export type ClientSecretDocument = {
  readonly kind: "clientSecret";
  readonly id: string;
  readonly keyId: string;
  readonly displayName: string | null;
  /** The first characters, to tell secrets apart. */
  readonly hint: string;
  /** SHA-256 in base64url. The secret has 256 random bits, so nothing is gained by a slow hash. */
  readonly hash: string;
  readonly startDateTime: Instant;
  readonly endDateTime: Instant;
};

const SECRET_BYTES = 32;
/** Entra: two years unless told otherwise. */
const LIFETIME_MS = 2 * 365 * 86_400_000;
const SECRETS_MAX = 20;

export async function addClientSecret(
  ports: DirectoryPorts,
  applicationId: string,
  {
    displayName,
    endDateTime,
  }: { readonly displayName: string | null; readonly endDateTime: Instant | undefined },
): Promise<Outcome<ClientSecret>> {
  if ((await object(ports.documents, "application", applicationId)) === undefined) {
    return notFound("application", applicationId);
  }
  const now = ports.clock.now();
  const ends = endDateTime ?? instantOf(msOf(now) + LIFETIME_MS);
  if (ends <= now) return refused("BadRequest", `The end ${ends} is in the past.`, "endDateTime");
  const existing = await ports.documents.partition("directory", applicationId, "clientSecret");
  if (existing.length >= SECRETS_MAX) {
    return refused(
      "QuotaExceeded",
      `Application ${applicationId} has ${SECRETS_MAX} secrets: remove one first.`,
    );
  }
  const secretText = randomBytes(SECRET_BYTES).toString("base64url");
  const document: ClientSecretDocument = {
    kind: "clientSecret",
    keyId: ports.ids.next(),
    id: "",
    displayName,
    hint: secretText.slice(0, 3),
    hash: hash("sha256", secretText, "base64url"),
    startDateTime: now,
    endDateTime: ends,
  };
  const named = { ...document, id: `secret.${document.keyId}` };
  await ports.documents.batch("directory", applicationId, [{ op: "create", document: named }]);
  const { keyId, hint, startDateTime } = named;
  return done({ keyId, displayName, hint, startDateTime, endDateTime: ends, secretText });
}

/** False when there is no such secret. */
export function removeClientSecret(
  ports: DirectoryPorts,
  applicationId: string,
  keyId: string,
): Promise<boolean> {
  return removeRow(ports, applicationId, `secret.${keyId}`);
}
