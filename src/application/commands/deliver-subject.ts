/**
 * Makes the target systems agree with one person's standing assignments. Every call compares what should be with the ledger, so it may
 * run at any time and any number of times; only two at once for one person must not be (the delivery subscription uses sessions).
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { type AttemptResult, afterAttempt } from "../../domain/assignment/attempt.js";
import { settleDeliveries } from "../../domain/assignment/delivery-result.js";
import { regranting, revokingAgain } from "../../domain/assignment/ledger.js";
import { dueEntries, reconcile } from "../../domain/assignment/reconciliation.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import { decided } from "../../domain/decision.js";
import { GRANTS_PER_BATCH_MAX, MARKED_PER_BATCH_MAX, SETTLED_PER_BATCH_MAX } from "../../domain/limits.js";
import { comeIntoDirectory } from "../../domain/subject/come-into-directory.js";
import { type SubjectAccess, standingAssignments } from "../../domain/subject/subject-access.js";
import { commitAccess, type LoadedAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { subjectNowInDirectory } from "../access/people.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

/** Turns of one call: each writes a batch, or loses to another change of the person's access. */
const TURNS_MAX = 100;

/** Roles told to the target systems at the same moment. */
const CONCURRENT_EFFECTS = 8;

export async function deliverSubject(
  ports: Ports,
  call: Call,
  input: { readonly subjectId: string },
): Promise<void> {
  /** Roles touched in a turn whose outcome could not be written: the ledger may no longer be true of them. */
  const doubtful = new Set<string>();
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const loaded = await loadInDirectory(ports, input.subjectId);
    if (loaded === undefined) return;
    const { access } = loaded;
    const occasion = occasionOf(ports, call);
    const known = comeIntoDirectory(access, occasion).slice(0, MARKED_PER_BATCH_MAX);
    if (known.length > 0) {
      await commitAccess(ports, loaded, decided(known, []));
      continue;
    }
    const reconciled = reconcile(access, await packagesOf(ports, access), occasion);
    const intended = [
      ...reconciled,
      ...(await contradicted(ports, access, without(doubtful, reconciled), occasion)),
    ];
    if (intended.length > 0) {
      // What is going to be done is written before it is done, so that nothing given can be forgotten.
      await commitAccess(ports, loaded, decided(intended.slice(0, MARKED_PER_BATCH_MAX), []));
      continue;
    }
    doubtful.clear();
    const due = dueEntries(access.grants, occasion.now).slice(0, GRANTS_PER_BATCH_MAX);
    const attempts = await carryOut(ports, due);
    const done = await writeResults(ports, call, loaded, attempts);
    if (done === "finished") return;
    if (done === "changed") for (const { id } of due) doubtful.add(id);
  }
  throw new Error(`The access of subject ${input.subjectId} did not come to rest in ${TURNS_MAX} turns.`);
}

type Attempt = { readonly entry: RoleGrant; readonly result: AttemptResult };

async function writeResults(
  ports: Ports,
  call: Call,
  loaded: LoadedAccess,
  attempts: readonly Attempt[],
): Promise<"finished" | "written" | "changed"> {
  const occasion = occasionOf(ports, call);
  const after = attempts.map(({ entry, result }) => afterAttempt(entry, result, occasion));
  const changed = new Map(after.map(({ entry }) => [entry.id, entry]));
  const grants = loaded.access.grants.map((entry) => changed.get(entry.id) ?? entry);
  const settled = settleDeliveries({ ...loaded.access, grants }, occasion, SETTLED_PER_BATCH_MAX);
  const documents = [...changed.values(), ...settled.documents];
  if (documents.length === 0) return "finished";
  const events = [...after.map(({ event }) => event), ...settled.events];
  const written = await commitAccess(ports, loaded, decided(documents, events));
  const mayBeMore =
    attempts.length === GRANTS_PER_BATCH_MAX || settled.documents.length >= SETTLED_PER_BATCH_MAX;
  return written === "written" && !mayBeMore ? "finished" : written;
}

function without(ids: ReadonlySet<string>, entries: readonly RoleGrant[]): ReadonlySet<string> {
  const others = new Set(ids);
  for (const { id } of entries) others.delete(id);
  return others;
}

/** The person's access, with their directory object if they have come into the directory since. */
async function loadInDirectory(ports: Ports, subjectId: string): Promise<LoadedAccess | undefined> {
  const loaded = await loadAccess(ports, subjectId);
  if (loaded === undefined || loaded.access.subject.objectId !== null) return loaded;
  const fresh = await subjectNowInDirectory(ports, loaded.access.subject);
  return fresh === undefined ? loaded : loadAccess(ports, subjectId, { fresh });
}

const NOBODY: AttemptResult = { kind: "failed", message: "The person is not in the directory yet." };

async function carryOut(ports: Ports, entries: readonly RoleGrant[]): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (let from = 0; from < entries.length; from += CONCURRENT_EFFECTS) {
    const some = entries.slice(from, from + CONCURRENT_EFFECTS);
    attempts.push(
      ...(await Promise.all(some.map(async (entry) => ({ entry, result: await attempt(ports, entry) })))),
    );
  }
  return attempts;
}

/** Tells the target and reads it back: only what it shows counts as done. */
async function attempt(ports: Ports, entry: RoleGrant): Promise<AttemptResult> {
  const { connector } = ports;
  const objectId = entry.subjectObjectId;
  const give = entry.state === "granting";
  // Decided for somebody who never came into the directory, and taken back: there is nothing to take away.
  if (objectId === null) return give ? NOBODY : { kind: "proven" };
  try {
    const key = `${entry.id}.${entry.generation}`;
    const result = give
      ? await connector.grant(entry.role, objectId, key)
      : await connector.revoke(entry.role, objectId, key);
    if (result.kind === "failed") return result;
    if ((await connector.has(entry.role, objectId)) === give) return { kind: "proven" };
    return {
      kind: "failed",
      message: `The target took the change but does not show it yet (${entry.state}).`,
    };
  } catch (error) {
    // A connector that throws is a failed attempt like any other: it must not keep the person's other roles from being delivered.
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Touched entries that say one thing while the target shows another: to be done once more. */
async function contradicted(
  ports: Ports,
  access: SubjectAccess,
  doubtful: ReadonlySet<string>,
  occasion: ReturnType<typeof occasionOf>,
): Promise<readonly RoleGrant[]> {
  const again: RoleGrant[] = [];
  for (const entry of access.grants) {
    if (!doubtful.has(entry.id) || entry.state === "granting" || entry.state === "revoking") continue;
    const has = await ports.connector.has(entry.role, entry.subjectObjectId ?? "");
    if (entry.state === "granted" && !has) again.push(regranting(entry, occasion));
    if (entry.state === "revoked" && has) again.push(revokingAgain(entry, occasion));
  }
  return again;
}

async function packagesOf(ports: Ports, access: SubjectAccess): Promise<ReadonlyMap<string, AccessPackage>> {
  const ids = [...new Set(standingAssignments(access).map(({ accessPackageId }) => accessPackageId))];
  const found = await Promise.all(
    ids.map((id) => ports.documents.find<AccessPackage>("governance", "accessPackage", id)),
  );
  return new Map(
    found.filter((stored) => stored !== undefined).map(({ document }) => [document.id, document]),
  );
}
