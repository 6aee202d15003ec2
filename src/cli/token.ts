/** `gatehouse token`: an access token made with a data folder's own key, without asking the server that may be running on it. */
import { join } from "node:path";
import { openDocumentsReadOnly } from "../adapters/embedded/documents/read-only-documents.js";
import { randomIds } from "../adapters/embedded/ids/ids.js";
import { readFolderIdentity } from "../adapters/embedded/sign-in/folder-identity.js";
import { mintToken, type TokenSubject } from "../adapters/embedded/sign-in/mint-token.js";
import {
  applicationSubject,
  guestSubject,
  SubjectError,
  userSubject,
} from "../adapters/embedded/sign-in/token-subjects.js";
import { openStoreReadOnly, type ReadOnlyStore } from "../adapters/embedded/store/store.js";
import { realClock } from "../adapters/embedded/time/real-clock.js";
import { readSimulatedInstant } from "../adapters/embedded/time/simulated-instant.js";
import { INDEXES } from "../adapters/index-declaration.js";
import type { Ids } from "../application/ports/ids.js";
import { msOfDuration, parseDuration } from "../domain/time/duration.js";
import { DATABASE_FILE } from "../hosts/embedded/data-folder.js";
import { CommandFailedError, UsageError } from "./exit.js";

type Flags = { readonly [name: string]: string | boolean | undefined };

/** Ten years, leap days included. */
const LIFETIME_MAX_MS = 3653 * 86_400_000;

/** Throws UsageError or CommandFailedError. */
export async function token(
  flags: Flags,
  environment: { readonly [variable: string]: string | undefined },
): Promise<string> {
  const lifetimeMs = readLifetime(text(flags, "lifetime") ?? "PT1H");
  const whom = ["user", "app", "guest"].filter((name) => flags[name] !== undefined);
  if (whom.length !== 1) {
    throw new UsageError("give one of --user UPN, --app NAME and --guest EMAIL: whom is the token for?");
  }
  if (flags["tenant"] !== undefined && flags["guest"] === undefined) {
    throw new UsageError("--tenant says where a guest comes from: it goes with --guest.");
  }
  if (flags["roles"] !== undefined && flags["app"] === undefined) {
    throw new UsageError(
      "--roles are permissions of an application: they go with --app. For a person: --scopes.",
    );
  }
  if (flags["scopes"] !== undefined && flags["app"] !== undefined) {
    throw new UsageError("--scopes are permissions of a person: for an application give --roles.");
  }
  const folder = text(flags, "data") ?? environment["GATEHOUSE_DATA"] ?? ".gatehouse";
  const identity = readFolderIdentity(folder);
  if (identity === undefined) {
    throw new CommandFailedError(
      `${folder} is no data folder of a server that was started: start it first, or name another with --data.`,
    );
  }
  const store = openStoreReadOnly(join(folder, DATABASE_FILE));
  try {
    const subject = await readSubject(store, identity.tenantId, flags, randomIds());
    const nowMs = readSimulatedInstant(store) ?? realClock().nowMs();
    return await mintToken(identity, subject, nowMs, lifetimeMs);
  } catch (error) {
    throw error instanceof SubjectError ? new CommandFailedError(error.message) : error;
  } finally {
    store.close();
  }
}

async function readSubject(
  store: ReadOnlyStore,
  tenantId: string,
  flags: Flags,
  ids: Ids,
): Promise<TokenSubject> {
  const documents = openDocumentsReadOnly(store, INDEXES);
  const user = text(flags, "user");
  const app = text(flags, "app");
  const guest = text(flags, "guest");
  const scopes = words(flags, "scopes");
  if (user !== undefined) return userSubject(documents, tenantId, user, scopes);
  if (app !== undefined) return applicationSubject(documents, tenantId, app, words(flags, "roles"));
  if (guest === undefined || !/^[^@\s]+@[^@\s]+$/.test(guest)) {
    throw new UsageError(`--guest takes an e-mail address; "${guest ?? ""}" is none.`);
  }
  return guestSubject(ids, guest, text(flags, "tenant"), scopes);
}

function readLifetime(typed: string): number {
  const lifetime = parseDuration(typed);
  const ms = lifetime === undefined ? 0 : msOfDuration(lifetime);
  if (ms <= 0 || ms > LIFETIME_MAX_MS) {
    throw new UsageError(
      `--lifetime takes a duration such as PT1H or P30D, up to ten years; got "${typed}".`,
    );
  }
  return ms;
}

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

function words(flags: Flags, name: string): readonly string[] | undefined {
  return text(flags, name)
    ?.split(/[\s,]+/)
    .filter((word) => word !== "");
}
