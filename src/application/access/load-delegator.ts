/** Somebody whose approvals are delegated: their subject, which every change of their delegations replaces, and the delegations they have. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import { hasEnded } from "../../domain/approval/delegation.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { BatchResult, Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { findPerson } from "./people.js";

export type Delegator = {
  readonly subject: Subject;
  /** Undefined: nothing about this person was stored before. */
  readonly etag: string | undefined;
  /** Running, and still to begin. */
  readonly delegations: readonly Stored<ApprovalDelegation>[];
};

/** Undefined when the directory has no such user. */
export async function loadDelegator(ports: Ports, objectId: string): Promise<Delegator | undefined> {
  const person = await findPerson(ports, objectId);
  if (person === undefined || person.target.kind !== "user") return undefined;
  const { subject } = person;
  // Read first and replaced by every change: of two who delegate at the same moment one has to look again.
  const stored = await ports.documents.get<Subject>("access", subject.id, subject.id);
  const all = await ports.documents.partition<ApprovalDelegation>("access", subject.id, "approvalDelegation");
  const now = ports.clock.now();
  return {
    subject: stored === undefined ? subject : { ...stored.document, displayName: subject.displayName },
    etag: stored?.etag,
    delegations: all.filter(({ document }) => !hasEnded(document, now)),
  };
}

/** Writes a change of somebody's delegations, unless another one was written since they were read. */
export function commitDelegation(
  ports: Ports,
  { subject, etag }: Pick<Delegator, "subject" | "etag">,
  operations: readonly Operation[],
): Promise<BatchResult> {
  return ports.documents.batch("access", subject.id, [
    etag === undefined
      ? { op: "create", document: subject }
      : { op: "replace", document: subject, ifMatch: etag },
    ...operations,
  ]);
}
