/** Somebody asks for access, for a change of it, or to give it up: a new assignment request, or a refusal that says why not. */
import type {
  AssignmentRequest,
  RequestedSchedule,
} from "../../domain/assignment-request/assignment-request.js";
import { submitRequest } from "../../domain/assignment-request/submit.js";
import { done, type Outcome } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { madeBefore, rememberMaking } from "../access/idempotency.js";
import { commitAccess } from "../access/load-access.js";
import { loadSubmission, type SubmissionInput } from "../access/load-submission.js";
import { occasionOf } from "../access/occasion.js";
import type { Call } from "../call.js";
import { newId } from "../governance/new-id.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export type SubmitAssignmentRequestInput = SubmissionInput & {
  /** True: everything is checked and the request answered as it would be, but nothing is stored (isValidationOnly). */
  readonly validateOnly?: boolean;
};

/** The schedule of a request that asks for none. */
export const NO_SCHEDULE: RequestedSchedule = {
  startDateTime: null,
  expiration: { type: "notSpecified" },
};

/**
 * Resolves when the request is durable, in state "submitted" and status "Accepted"; what follows happens afterwards.
 * Checks in the order of spec/domain.md 6.2. Administrator types ask the permission table; user types need a signed-in person and
 * no role (the Graph permission of the token is the endpoint table's business).
 */
export async function submitAssignmentRequest(
  ports: Ports,
  call: Call,
  { validateOnly = false, ...input }: SubmitAssignmentRequestInput,
): Promise<Outcome<AssignmentRequest>> {
  const id = newId(ports, call, "assignmentRequest");
  return untilUnchanged(async () => {
    const earlier = validateOnly ? done(undefined) : await madeBefore(ports, call);
    if (earlier.kind === "refused") return earlier;
    if (earlier.value !== undefined) return existing(ports, earlier.value);
    const loaded = await loadSubmission(ports, call, input);
    if (loaded.kind === "refused") return loaded;
    const { facts, access } = loaded.value;
    const asked = { ...input, id, assignmentPolicyId: input.assignmentPolicyId ?? null };
    const decision = submitRequest(facts, asked, occasionOf(ports, call));
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
