/** Passwords of people who sign in here: kept as scrypt hashes in a document of their own, which no list or object ever shows. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { Documents } from "../../../application/ports/documents.js";

/** In the partition of the user; its id is `password`. */
export type CredentialDocument = {
  readonly kind: "credential";
  readonly id: typeof PASSWORD_ID;
  /** Base64. */
  readonly salt: string;
  readonly hash: string;
  /** As it was when the hash was made: a stronger one can come later without locking anybody out. */
  readonly cost: number;
};

const PASSWORD_ID = "password";
/** scrypt's N, with r = 8 and p = 1: 64 MiB and about 0.2 s for each guess. */
const COST = 65_536;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

export async function passwordCredential(password: string): Promise<CredentialDocument> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return {
    kind: "credential",
    id: PASSWORD_ID,
    salt: salt.toString("base64"),
    hash: hash.toString("base64"),
    cost: COST,
  };
}

/** Takes the same time whether there is such a user, a password, or neither: the answer alone says what is wrong, and it says only yes or no. */
export async function isPassword(
  documents: Pick<Documents, "get">,
  userId: string | undefined,
  password: string,
): Promise<boolean> {
  const stored =
    userId === undefined
      ? undefined
      : (await documents.get<CredentialDocument>("directory", userId, PASSWORD_ID))?.document;
  const salt = Buffer.from(stored?.salt ?? "", "base64");
  const hash = await derive(password, salt, stored?.cost ?? COST);
  return stored !== undefined && timingSafeEqual(hash, Buffer.from(stored.hash, "base64"));
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
