/**
 * Who administers a folder that began without the sample: a person named at the start (`--admin`), with a password made here; or whoever
 * opens the setup link first, which only the person who started the server is shown. Only hashes of password and code are kept.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { EmbeddedDirectory } from "../../adapters/embedded/directory/embedded-directory.js";
import { DIRECTORY_ROLES } from "../../domain/authorization/role.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import type { FolderFacts } from "./folder-facts.js";

export type FirstAdministrator =
  | { readonly kind: "password"; readonly userPrincipalName: string; readonly password: string }
  /** Whoever has the code becomes the first administrator, once. */
  | { readonly kind: "claim"; readonly code: string };

const GLOBAL_ADMINISTRATOR = DIRECTORY_ROLES.globalAdministrator.templateId;
const CODE_BYTES = 24;
const PASSWORD_BYTES = 15;

/** Makes the person an administrator with a fresh password; somebody who is in the directory already keeps everything else. */
export async function appointAdministrator(
  directory: EmbeddedDirectory,
  userPrincipalName: string,
): Promise<FirstAdministrator> {
  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  const outcome = await makeAdministrator(directory, { userPrincipalName, displayName: null, password });
  if (outcome.kind === "refused") throw new Error(outcome.message);
  return { kind: "password", userPrincipalName, password };
}

/** A fresh code, which replaces the one of an earlier start; undefined when the folder has had its first administrator. */
export async function openClaim(facts: FolderFacts): Promise<FirstAdministrator | undefined> {
  if (facts.get("administrator") !== undefined) return undefined;
  const code = randomBytes(CODE_BYTES).toString("base64url");
  await facts.set("claim", hashOf(code));
  return { kind: "claim", code };
}

export function isClaimCode(facts: FolderFacts, code: string): boolean {
  const known = Buffer.from(facts.get("claim") ?? "");
  const given = Buffer.from(hashOf(code));
  return known.length === given.length && timingSafeEqual(known, given);
}

export type Claimant = {
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly password: string;
};

/** Makes the claimant the first administrator, if the code is good and nobody was before. */
export async function claim(
  directory: EmbeddedDirectory,
  facts: FolderFacts,
  code: string,
  claimant: Claimant,
): Promise<Outcome<undefined>> {
  const wrong: Refusal = refused("Forbidden", "This setup link is not valid any more.");
  if (!isClaimCode(facts, code)) return wrong;
  // Taken before anything is made: two who open the link at the same moment cannot both become it.
  await facts.set("claim", undefined);
  const outcome = await makeAdministrator(directory, claimant);
  // What was typed cannot be used: the link stays good for another try.
  if (outcome.kind === "refused") await facts.set("claim", hashOf(code));
  else await facts.set("administrator", claimant.userPrincipalName);
  return outcome;
}

async function makeAdministrator(
  { users, directoryRoles, directory }: EmbeddedDirectory,
  { userPrincipalName, displayName, password }: Claimant,
): Promise<Outcome<undefined>> {
  const [name = userPrincipalName] = userPrincipalName.split("@");
  const [existing] = await directory.usersByMail(userPrincipalName);
  const user =
    existing === undefined
      ? await users.create({
          displayName: displayName ?? name,
          userPrincipalName,
          mail: userPrincipalName,
          password,
        })
      : await users.update(existing.id, { password });
  if (user.kind === "refused") return user;
  const assigned = await directoryRoles.assign(user.value.document.id, GLOBAL_ADMINISTRATOR);
  return assigned.kind === "refused" ? assigned : done(undefined);
}

function hashOf(code: string): string {
  return hash("sha256", code, "base64url");
}
