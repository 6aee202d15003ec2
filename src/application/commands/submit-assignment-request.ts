/** Somebody asks for access, for a change of it, or to give it up: a new assignment request, or a refusal that says why not. */

import { withQuestions } from "../../domain/assignment-policy/answers.js";
import type {
  AssignmentRequest,
  RequestedSchedule,
} from "../../domain/assignment-request/assignment-request.js";
import { submitRequest } from "../../domain/assignment-request/submit.js";
import { isRemoval } from "../../domain/assignment-request/transitions.js";
import {
  type AttributesAsked,
  attributeQuestions,
  attributeValues,
  withLockedAnswers,
} from "../../domain/catalog/attribute-answers.js";
import { done, type Outcome, type Refusal } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { madeBefore, rememberMaking } from "../access/idempotency.js";
import { commitAccess, type LoadedAccess } from "../access/load-access.js";
import { type LoadedSubmission, loadSubmission, type SubmissionInput } from "../access/load-submission.js";
import { occasionOf } from "../access/occasion.js";
import type { Call } from "../call.js";
import { newId } from "../governance/new-id.js";
import { proposedOrganizationOf } from "../governance/proposed-organization.js";
import { lacksQuota } from "../governance/quotas.js";
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
    const { facts } = loaded.value;
    const asked = {
      ...input,
      ...withAttributeAnswers(loaded.value.attributes, input),
      id,
      assignmentPolicyId: input.assignmentPolicyId ?? null,
    };
    const decision = submitRequest(facts, asked, occasionOf(ports, call));
    if (decision.kind === "refused") return aboutMail(decision, loaded.value, input);
    if (validateOnly) return done(decision.request);
    const full = await lacksRoom(ports, decision.request);
    if (full !== undefined) return full;
    const known = await withOrganization(ports, call, loaded.value, decision.request.assignmentPolicyId);
    const written = await commitAccess(ports, known, decision, rememberMaking(ports, call, id));
    return written === "changed" ? "changed" : done(decision.request);
  });
}

/** The limits of the whole tenant. Taking access away is never refused for being too much. */
async function lacksRoom(
  ports: Ports,
  { requestType, assignmentId }: AssignmentRequest,
): Promise<Refusal | undefined> {
  if (isRemoval(requestType)) return undefined;
  const tooManyRequests = await lacksQuota(ports, "assignmentRequestsInThreeMonths");
  if (tooManyRequests !== undefined || assignmentId !== null) return tooManyRequests;
  return lacksQuota(ports, "assignments");
}

/** The answers with those that need not be given, and what they come to. Whoever gives up access is asked nothing. */
function withAttributeAnswers(attributes: AttributesAsked, { requestType, answers }: SubmissionInput) {
  if (attributes.attributes.length === 0 || requestType.endsWith("Remove")) return { answers };
  const complete = requestType.endsWith("Add") ? withLockedAnswers(attributes, answers) : answers;
  const values = attributeValues(attributes, complete);
  // A locked question is judged as a choice of one; the answer remembers it as it was asked.
  const known = withQuestions(attributeQuestions(attributes), complete);
  return { answers: known, ...(values.length === 0 ? {} : { attributeValues: values }) };
}

/** What stands in the way of somebody whom nobody here knows is, as far as the sender can tell, the address. */
function aboutMail(refusal: Refusal, { facts }: LoadedSubmission, input: SubmissionInput): Refusal {
  const isByMail = input.targetEmail !== undefined && facts.target.kind === "externalUser";
  return isByMail && refusal.target === undefined
    ? { ...refusal, target: "assignment/target/email" }
    : refusal;
}

/** Whoever asks under a policy for everybody from outside gets an organization, if none was known (spec/domain.md 13). */
async function withOrganization(
  ports: Ports,
  call: Call,
  { facts, access }: LoadedSubmission,
  policyId: string,
): Promise<LoadedAccess> {
  const policy = facts.policies.find(({ id }) => id === policyId);
  const { target } = facts;
  const isFromOutside =
    target.kind === "externalUser" || (target.kind === "user" && target.userType === "Guest");
  if (policy?.allowedTargetScope !== "allExternalUsers" || !isFromOutside) return access;
  if (target.affiliation !== undefined && target.affiliation.organization !== null) return access;
  const { subject } = access.access;
  const connectedOrganizationId = await proposedOrganizationOf(ports, call, subject);
  return { ...access, access: { ...access.access, subject: { ...subject, connectedOrganizationId } } };
}

async function existing(ports: Ports, requestId: string): Promise<Outcome<AssignmentRequest>> {
  const stored = await findRequest(ports, requestId);
  return stored.kind === "refused" ? stored : done(stored.value.document);
}
