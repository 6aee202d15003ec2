/** An approver ends access that they approved (requestType approverRemove): a new assignment request, or a refusal that says why not. */
import { revokeApproved } from "../../domain/approval/revocation.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findAssignment, findRequest } from "../access/find.js";
import { madeBefore, rememberMaking } from "../access/idempotency.js";
import { commitAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { requestorOf } from "../access/people.js";
import { subjectOfCaller } from "../access/who-calls.js";
import type { Call } from "../call.js";
import { newId } from "../governance/new-id.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export type RevokeApprovedAccessInput = {
  readonly assignmentId: string;
  /** Needed: the person and the auditor read it. */
  readonly justification: string | null;
  /** True: everything is checked and nothing stored. */
  readonly validateOnly?: boolean;
};

/** Requests that one assignment can have; more are not looked at. */
const REQUESTS_MAX = 1_000;

export async function revokeApprovedAccess(
  ports: Ports,
  call: Call,
  { assignmentId, justification, validateOnly = false }: RevokeApprovedAccessInput,
): Promise<Outcome<AssignmentRequest>> {
  const { caller } = call;
  if (caller.kind !== "user")
    return refused(
      "Forbidden",
      "approverRemove is for people who approved; an application removes access with adminRemove.",
      "requestType",
    );
  const me = await subjectOfCaller(ports, caller);
  if (me.kind === "refused") return me;
  const id = newId(ports, call, "assignmentRequest");
  return untilUnchanged(async () => {
    const earlier = await madeBefore(ports, call);
    if (earlier.kind === "refused") return earlier;
    if (earlier.value !== undefined) return existing(ports, earlier.value);
    const found = await findAssignment(ports, assignmentId);
    if (found.kind === "refused") return found;
    const { partition } = found.value;
    const access = await loadAccess(ports, partition, { assignmentId });
    const assignment = access?.access.assignments.find((one) => one.id === assignmentId);
    if (access === undefined || assignment === undefined)
      return refused("ResourceNotFound", `Assignment ${assignmentId} was not found.`);
    const requests = await ports.documents.query<AssignmentRequest>({
      container: "access",
      kind: "assignmentRequest",
      partition,
      filter: { op: "eq", path: "assignmentId", value: assignmentId },
      top: REQUESTS_MAX,
    });
    const decision = revokeApproved(
      { assignment, requests: requests.items.map(({ document }) => document) },
      { id, by: requestorOf(ports, caller, me.value, assignment.target), justification },
      occasionOf(ports, call),
    );
    if (decision.kind === "refused") return decision;
    if (validateOnly) return done(decision.request);
    const written = await commitAccess(ports, access, decision, rememberMaking(ports, call, id));
    return written === "changed" ? "changed" : done(decision.request);
  });
}

async function existing(ports: Ports, requestId: string): Promise<Outcome<AssignmentRequest>> {
  const stored = await findRequest(ports, requestId);
  return stored.kind === "refused" ? stored : done(stored.value.document);
}
