/**
 * Once an hour: finds what no message reached and sets it going again. Messages are hints and can be lost; the documents say what is
 * unfinished. Every question is one indexed query that finds nothing on a good day.
 */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { WAITING_FOR_ACCOUNT } from "../../domain/subject/come-into-directory.js";
import { type Instant, instantOf, msOf } from "../../domain/time/instant.js";
import { deliverHint } from "../access/deliver-hint.js";
import { systemCall } from "../access/occasion.js";
import type { Call } from "../call.js";
import { ASSIGNMENT_REQUEST, type RequestAddress } from "../orchestrations/names.js";
import type { Document, Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { readAll } from "../queries/read-all.js";
import { attendAssignment } from "./attend-assignment.js";
import { proceedWithRequest } from "./proceed-with-request.js";
import { revisitSomeApprovals } from "./revisit-some-approvals.js";

export type Repaired = {
  readonly requests: number;
  readonly deliveries: number;
  readonly assignments: number;
  /** Open stages that came to other people. */
  readonly approvals: number;
};

/** Younger than this, the message is probably still on its way. */
const OVERDUE_MS = 10 * 60_000;

/** Ends that were missed are looked for this far back. */
const MISSED_ENDS_MS = 7 * 86_400_000;

const PAGE = 200;

export async function repair(ports: Ports): Promise<Repaired> {
  const now = msOf(ports.clock.now());
  const overdue = instantOf(now - OVERDUE_MS);
  const call = systemCall(`repair.${ports.clock.now()}`);
  const requests = await waitingRequests(ports, overdue);
  for (const request of requests) await proceed(ports, call, request);
  const subjects = await waitingDeliveries(ports, overdue);
  const hints = subjects.map((subjectId) => deliverHint(ports, call, subjectId));
  if (hints.length > 0) await ports.eventBus.publish(hints);
  const assignments = await query<Assignment>(
    ports,
    "assignment",
    and(
      { op: "lt", path: "endDateTime", value: overdue },
      { op: "gt", path: "endDateTime", value: instantOf(now - MISSED_ENDS_MS) },
      { op: "ne", path: "state", value: "expired" },
    ),
  );
  for (const { partition, document } of assignments)
    await attendAssignment(ports, call, { assignmentId: document.id, subjectId: partition });
  return {
    requests: requests.length,
    deliveries: subjects.length,
    assignments: assignments.length,
    approvals: await revisitSomeApprovals(ports, call),
  };
}

/** Submitted and not begun; a stage decided and the next not opened; a time-out or start that has passed. */
async function waitingRequests(
  ports: Ports,
  overdue: Instant,
): Promise<readonly Stored<AssignmentRequest>[]> {
  const begun = await query<AssignmentRequest>(
    ports,
    "assignmentRequest",
    and(
      { op: "eq", path: "state", value: "submitted" },
      // These are due when their answer is too late.
      { op: "ne", path: "status", value: "WaitingForCallback" },
      { op: "lt", path: "modifiedDateTime", value: overdue },
    ),
  );
  const decided = await query<AssignmentRequest>(
    ports,
    "assignmentRequest",
    and(
      { op: "eq", path: "state", value: "pendingApproval" },
      { op: "eq", path: "dueDateTime", value: null },
      { op: "lt", path: "modifiedDateTime", value: overdue },
    ),
  );
  const due = await query<AssignmentRequest>(ports, "assignmentRequest", {
    op: "lt",
    path: "dueDateTime",
    value: overdue,
  });
  return [...begun, ...decided, ...due];
}

/** Subjects with roles that should have been tried by now, or deliveries in which nothing is left to try. */
async function waitingDeliveries(ports: Ports, overdue: Instant): Promise<readonly string[]> {
  const entries = await query<RoleGrant>(ports, "roleGrant", {
    op: "lt",
    path: "nextAttemptDateTime",
    value: overdue,
  });
  const requests = await query<AssignmentRequest>(
    ports,
    "assignmentRequest",
    and(
      { op: "eq", path: "state", value: "delivering" },
      { op: "ne", path: "status", value: WAITING_FOR_ACCOUNT },
      { op: "lt", path: "modifiedDateTime", value: overdue },
    ),
  );
  const waiting = await waitingForAccounts(ports);
  return [...new Set([...[...entries, ...requests].map(({ partition }) => partition), ...waiting])];
}

/** All of those whom the directory did not have: nothing tells of an account that appears. They may wait for long, so they are asked apart from what is overdue. */
async function waitingForAccounts(ports: Ports): Promise<readonly string[]> {
  const subjects = new Set<string>();
  for await (const { partition } of readAll<AssignmentRequest>(ports, {
    container: "access",
    kind: "assignmentRequest",
    filter: and(
      { op: "eq", path: "status", value: WAITING_FOR_ACCOUNT },
      { op: "eq", path: "state", value: "delivering" },
    ),
  }))
    subjects.add(partition);
  return [...subjects];
}

/** The step is taken here; an orchestration that is lost is started again, and ends by itself when nobody needs to decide any more. */
async function proceed(ports: Ports, call: Call, { partition, document }: Stored<AssignmentRequest>) {
  const { correlationId } = call;
  const address: RequestAddress = { requestId: document.id, subjectId: partition, correlationId };
  const waitsFor = await proceedWithRequest(ports, call, address);
  const needsOrchestration = waitsFor === "decision" || waitsFor === "callback";
  // A request that nobody decides has none, also while it waits for an extension.
  if (needsOrchestration && document.approval !== null)
    await ports.orchestrator.start(ASSIGNMENT_REQUEST, document.id, address);
}

async function query<D extends Document>(
  ports: Ports,
  kind: string,
  filter: Filter,
): Promise<readonly Stored<D>[]> {
  const page = await ports.documents.query<D>({ container: "access", kind, filter, top: PAGE });
  return page.items;
}

function and(...filters: readonly Filter[]): Filter {
  return { op: "and", filters };
}
