/** Documents that check, with every write, the laws that hold of the stored state at all times; a breach throws where it happens. */
import type { BatchResult, Document, Documents, Operation } from "../../src/application/ports/documents.js";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import { isAllowedAssignmentTransition } from "../../src/domain/assignment/transitions.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { isAllowedTransition, isOpen, isRemoval } from "../../src/domain/assignment-request/transitions.js";

/** The same documents as a plain object, of which a test can replace a method. */
export function forwarding(real: Documents): Documents {
  return {
    get: (container, partition, id) => real.get(container, partition, id),
    find: (container, kind, id) => real.find(container, kind, id),
    partition: (container, partition, kind) => real.partition(container, partition, kind),
    batch: (container, partition, operations) => real.batch(container, partition, operations),
    query: (query) => real.query(query),
    count: (query) => real.count(query),
    asOf: (instant) => real.asOf(instant),
    changes: (container, after, limit) => real.changes(container, after, limit),
  };
}

export function watched(real: Documents): Documents {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...forwarding(real),
    batch(container, partition, operations) {
      if (container !== "access") return real.batch(container, partition, operations);
      // One after the other, so that "before" is what this write really replaced. Who reads what before writing stays free.
      const result = last.then(() => checkedBatch(real, partition, operations));
      last = result.catch(() => {});
      return result;
    },
  };
}

async function checkedBatch(
  real: Documents,
  partition: string,
  operations: readonly Operation[],
): Promise<BatchResult> {
  const before = await real.partition<AssignmentRequest>("access", partition, "assignmentRequest");
  const had = await real.partition<Assignment>("access", partition, "assignment");
  const result = await real.batch("access", partition, operations);
  if (result.kind === "written") {
    checkTransitions(new Map(before.map(({ document }) => [document.id, document])), operations);
    checkAssignments(new Map(had.map(({ document }) => [document.id, document])), operations);
    await checkOnlyOne(real, partition);
  }
  return result;
}

function checkTransitions(
  before: ReadonlyMap<string, AssignmentRequest>,
  operations: readonly Operation[],
): void {
  for (const operation of operations) {
    // The product makes requests with create; tests put them where they want them.
    if (operation.op !== "create" && operation.op !== "replace") continue;
    if (!isRequest(operation.document)) continue;
    const after = operation.document;
    const was = before.get(after.id);
    if (was !== undefined && was.state === after.state && was.state !== "pendingApproval") continue;
    if (!isAllowedTransition(was?.state ?? null, after.state))
      throw new Error(`Request ${after.id} went from ${was?.state ?? "nothing"} to ${after.state}.`);
    checkApproved(after);
  }
}

function checkAssignments(before: ReadonlyMap<string, Assignment>, operations: readonly Operation[]): void {
  for (const operation of operations) {
    // The product makes assignments with create; tests put them where they want them.
    if (operation.op !== "create" && operation.op !== "replace") continue;
    if (!isAssignment(operation.document)) continue;
    const after = operation.document;
    const was = before.get(after.id)?.state ?? null;
    if (was !== after.state && !isAllowedAssignmentTransition(was, after.state))
      throw new Error(`Assignment ${after.id} went from ${was ?? "nothing"} to ${after.state}.`);
  }
}

/** Access is never given without every approval that was asked for. */
function checkApproved(request: AssignmentRequest): void {
  if (request.state !== "delivering" && request.state !== "scheduled" && request.state !== "delivered")
    return;
  const missing = request.approval?.stages.find((stage) => stage.reviewResult !== "Approved");
  if (missing !== undefined)
    throw new Error(`Request ${request.id} is ${request.state} without stage ${missing.id}.`);
}

/** One open request that gives, and one standing assignment, for each package and person. */
async function checkOnlyOne(real: Documents, partition: string): Promise<void> {
  const requests = await real.partition<AssignmentRequest>("access", partition, "assignmentRequest");
  const open = requests
    .map(({ document }) => document)
    .filter(({ state, requestType }) => isOpen(state) && !isRemoval(requestType))
    .map(({ accessPackageId }) => accessPackageId);
  const assignments = await real.partition<Assignment>("access", partition, "assignment");
  const standing = assignments
    .map(({ document }) => document)
    .filter(({ state }) => state !== "expired")
    .map(({ accessPackageId }) => accessPackageId);
  if (new Set(open).size < open.length)
    throw new Error(`Two open requests for one package: ${open.join(", ")}.`);
  if (new Set(standing).size < standing.length)
    throw new Error(`Two standing assignments of one package: ${standing.join(", ")}.`);
}

/** What is stored in `access` is written by the product alone, so the kind tells the type. */
function isRequest(document: Document): document is AssignmentRequest {
  return document.kind === "assignmentRequest";
}

/** As above. */
function isAssignment(document: Document): document is Assignment {
  return document.kind === "assignment";
}
