/**
 * Reads what can still matter of one person's access, and writes a decision about it only if nothing has changed meanwhile.
 * What is over is left where it is: a person's hundredth request costs no more reads than the first.
 */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Decision } from "../../domain/decision.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import type { Document, Documents, Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { assignmentsThatCount, ledgerOf, requestsThatCount } from "./what-counts.js";

export type LoadedAccess = {
  readonly access: SubjectAccess;
  /** Versions as read, by document id; a document that is not there is new. */
  readonly etags: ReadonlyMap<string, string>;
};

export type AlsoRead = {
  /** The subject as the directory has it now; without it the stored one is taken. */
  readonly fresh?: Subject;
  /** Read whatever its state, and whether or not it counts any more: what the command is about. */
  readonly requestId?: string;
  readonly assignmentId?: string;
};

/** undefined: there is no such subject yet. */
export async function loadAccess(
  ports: Ports,
  subjectId: string,
  also: AlsoRead = {},
): Promise<LoadedAccess | undefined> {
  const { documents } = ports;
  // The subject is read first and replaced by every write: whatever is written after this read makes our own write fail.
  const stored = await documents.get<Subject>("access", subjectId, subjectId);
  const subject = also.fresh ?? stored?.document;
  if (subject === undefined) return undefined;
  const [standing, grants] = await Promise.all([
    assignmentsThatCount(documents, subjectId),
    ledgerOf(documents, subjectId),
  ]);
  const open = await requestsThatCount(documents, subjectId, idsOf(standing));
  const requests = await withThese(documents, subjectId, open, [also.requestId]);
  // A request is closed by what became of its assignment, also when that has ended.
  const named = requests.map(({ document }) => document.assignmentId);
  const assignments = await withThese(documents, subjectId, standing, [also.assignmentId, ...named]);
  const etags = new Map<string, string>();
  if (stored !== undefined) etags.set(subjectId, stored.etag);
  for (const { document, etag } of [...requests, ...assignments, ...grants] satisfies Stored[])
    etags.set(document.id, etag);
  return {
    access: {
      subject,
      requests: requests.map(documentOf),
      assignments: assignments.map(documentOf),
      grants: grants.map(documentOf),
    },
    etags,
  };
}

/** What was read, and the documents of these ids that are not among it. */
async function withThese<D extends AssignmentRequest | Assignment>(
  documents: Documents,
  subjectId: string,
  read: readonly Stored<D>[],
  ids: readonly (string | null | undefined)[],
): Promise<readonly Stored<D>[]> {
  const present = new Set(idsOf(read));
  const missing = [...new Set(ids)].filter((id) => typeof id === "string").filter((id) => !present.has(id));
  if (missing.length === 0) return read;
  const found = await Promise.all(missing.map((id) => documents.get<D>("access", subjectId, id)));
  return [...read, ...found.filter((stored) => stored !== undefined)];
}

function idsOf(stored: readonly Stored[]): readonly string[] {
  return stored.map(({ document }) => document.id);
}

/**
 * Writes documents and events in one batch; "changed" when anything about the person's access was written since it was read.
 * Of two writers at the same moment one gets "changed": that is what makes "one open request" and "one assignment" hold.
 */
export async function commitAccess(
  ports: Ports,
  loaded: LoadedAccess,
  decision: Decision,
  more: readonly Operation[] = [],
): Promise<"written" | "changed"> {
  const { subject } = loaded.access;
  const operations: Operation[] = [
    write(loaded, subject),
    ...decision.documents.map((document) => write(loaded, document)),
    // An event's id belongs to what happened, so writing it again writes the same.
    ...decision.events.map((document): Operation => ({ op: "put", document })),
    ...more,
  ];
  const result = await ports.documents.batch("access", subject.id, operations);
  return result.kind === "written" ? "written" : "changed";
}

/**
 * Writes a decision that concerns one request alone. It leaves the person's other access as it is, so it only competes with other
 * changes of the same request.
 */
export async function commitRequest(
  ports: Ports,
  stored: Stored<AssignmentRequest>,
  decision: Decision,
): Promise<Outcome<AssignmentRequest> | "changed"> {
  const [document, ...others] = decision.documents;
  if (document?.kind !== "assignmentRequest" || others.length > 0)
    throw new Error("A decision about one request alone changes that request and nothing else.");
  const result = await ports.documents.batch("access", stored.partition, [
    { op: "replace", document, ifMatch: stored.etag },
    ...decision.events.map((event): Operation => ({ op: "put", document: event })),
  ]);
  return result.kind === "written" ? done(document) : "changed";
}

function write(loaded: LoadedAccess, document: Document): Operation {
  const ifMatch = loaded.etags.get(document.id);
  return ifMatch === undefined ? { op: "create", document } : { op: "replace", document, ifMatch };
}

function documentOf<D extends Document>(stored: Stored<D>): D {
  return stored.document;
}
