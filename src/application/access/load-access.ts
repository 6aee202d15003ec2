/** Reads everything about one person's access, and writes a decision about it only if nothing has changed meanwhile. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Decision } from "../../domain/decision.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import type { Document, Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type LoadedAccess = {
  readonly access: SubjectAccess;
  /** Versions as read, by document id; a document that is not there is new. */
  readonly etags: ReadonlyMap<string, string>;
};

/** `fresh` is the subject as the directory has it now; without it the stored one is taken. undefined: there is no such subject yet. */
export async function loadAccess(
  ports: Ports,
  subjectId: string,
  fresh?: Subject,
): Promise<LoadedAccess | undefined> {
  const { documents } = ports;
  // The subject is read first and replaced by every write: whatever is written after this read makes our own write fail.
  const stored = await documents.get<Subject>("access", subjectId, subjectId);
  const subject = fresh ?? stored?.document;
  if (subject === undefined) return undefined;
  const [requests, assignments, grants] = await Promise.all([
    documents.partition<AssignmentRequest>("access", subjectId, "assignmentRequest"),
    documents.partition<Assignment>("access", subjectId, "assignment"),
    documents.partition<RoleGrant>("access", subjectId, "roleGrant"),
  ]);
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
