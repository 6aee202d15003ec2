/** The rules of a new request, each with its refusal: what was asked, by whom, under which policy, and what stands in the way. */

import type { Assignment } from "../assignment/assignment.js";
import { checkAnswers } from "../assignment-policy/answers.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { type Refusal, refused } from "../errors.js";
import { JUSTIFICATION_LENGTH_MAX, OPEN_REQUESTS_PER_SUBJECT_MAX } from "../limits.js";
import { standingAssignmentOf } from "../subject/subject-access.js";
import type { Instant } from "../time/instant.js";
import { choosePolicy } from "./chosen-policy.js";
import { checkSchedule } from "./schedule.js";
import { describeExclusion, exclusionOf } from "./separation-of-duties.js";
import type { Asked, SubmissionFacts, SubmittedRequestType } from "./submission.js";
import { isOpen, isRemoval, isUpdate } from "./transitions.js";

export type Checked = {
  readonly kind: "checked";
  readonly policy: AssignmentPolicy;
  /** The assignment that the request changes or ends; undefined when it makes one. */
  readonly assignment: Assignment | undefined;
  readonly needsApproval: boolean;
};

/** Rules 3 to 13; 1 (the body) and 2 (everything exists) come before the facts are complete. */
export function checkAsked(facts: SubmissionFacts, asked: Asked, now: Instant): Checked | Refusal {
  const forbidden = facts.callerRefusal ?? checkOwn(facts, asked.requestType);
  if (forbidden !== undefined) return forbidden;
  const { catalog } = facts;
  // Unpublished hides and blocks requests; what administrators do directly stays possible, and so does giving up access.
  if (isAsking(asked.requestType) && catalog.state !== "published")
    return refused(
      "PolicyNotApplicable",
      `Catalog "${catalog.displayName}" (${catalog.id}) is not published, so its access packages cannot be requested; an owner of the catalog can publish it.`,
    );
  const policy = choosePolicy(facts, asked);
  if (policy.kind === "refused") return policy;
  if (isRemoval(asked.requestType)) return checkRemoval(facts, policy, asked);
  return checkGiving(facts, policy, asked, now);
}

function checkRemoval(facts: SubmissionFacts, policy: AssignmentPolicy, asked: Asked): Checked | Refusal {
  const { assignment } = facts;
  const other = facts.access.requests.find(
    (request) =>
      isRemoval(request.requestType) && isOpen(request.state) && request.assignmentId === assignment?.id,
  );
  if (other !== undefined)
    return refused(
      "ExistingOpenRequest",
      `The removal is under way already: request ${other.id} (${other.state}).`,
    );
  return checkJustificationLength(asked) ?? { kind: "checked", policy, assignment, needsApproval: false };
}

function checkGiving(
  facts: SubmissionFacts,
  policy: AssignmentPolicy,
  asked: Asked,
  now: Instant,
): Checked | Refusal {
  const { access, accessPackage, target } = facts;
  const { requestType } = asked;
  const byAdministrator = requestType === "adminAdd" || requestType === "adminUpdate";
  const who = `${target.displayName ?? target.objectId} (${target.objectId})`;
  const what = `access package "${accessPackage.displayName}" (${accessPackage.id})`;

  const open = access.requests.find(
    (request) =>
      request.accessPackageId === accessPackage.id &&
      isOpen(request.state) &&
      !isRemoval(request.requestType),
  );
  if (open !== undefined)
    return refused(
      "ExistingOpenRequest",
      `There is already an open request for ${what} and ${who}: request ${open.id} (${open.state}). Wait for it, or cancel it first.`,
    );

  const standing = standingAssignmentOf(access, accessPackage.id);
  // Asking again for access that ends is asking to renew it.
  const renews =
    standing !== undefined &&
    requestType === "userAdd" &&
    standing.assignmentPolicyId === policy.id &&
    standing.endDateTime !== null &&
    policy.requestorSettings.enableTargetsToSelfUpdateAccess;
  if (standing !== undefined && !isUpdate(requestType) && !renews)
    return refused(
      "ExistingAssignment",
      `${who} already has ${what}: assignment ${standing.id}, ${standing.endDateTime === null ? "without end" : `until ${standing.endDateTime}`}. To change it, ask for an update.`,
    );

  const exclusion =
    requestType === "adminUpdate"
      ? undefined
      : exclusionOf(
          accessPackage,
          access,
          target.kind === "user" ? target.groupIds : new Set(),
          "scheduledToo",
        );
  if (exclusion !== undefined)
    return refused("IncompatibleAccess", `${who} cannot have ${what}: ${describeExclusion(exclusion)}.`);

  const settings = policy.requestApprovalSettings;
  if (
    !byAdministrator &&
    settings.isRequestorJustificationRequired &&
    (asked.justification ?? "").trim() === ""
  )
    return refused(
      "JustificationRequired",
      `Policy "${policy.displayName}" (${policy.id}) asks for a justification; say why the access is needed.`,
      "justification",
    );

  const isChange = isUpdate(requestType) || renews;
  const scheduleProblem = checkSchedule(
    asked.schedule,
    {
      mayChooseSchedule: byAdministrator || policy.requestorSettings.allowCustomAssignmentSchedule,
      policyExpiration: policy.expiration,
      startCounts: !isChange,
    },
    now,
  );
  if (scheduleProblem !== undefined) return scheduleProblem;

  const answersProblem =
    checkAnswers(
      policy.questions,
      asked.answers,
      byAdministrator || isUpdate(requestType) ? "mayAnswer" : "mustAnswer",
    ) ?? (requestType === "userUpdate" ? checkEditable(policy, asked) : undefined);
  if (answersProblem !== undefined) return answersProblem;

  const limit = checkJustificationLength(asked) ?? checkOpenRequests(facts, who);
  if (limit !== undefined) return limit;

  const approvalIsAsked = isChange ? settings.isApprovalRequiredForUpdate : settings.isApprovalRequiredForAdd;
  const needsApproval = !byAdministrator && approvalIsAsked;
  if (needsApproval && settings.stages.length === 0)
    // Giving access without the approval that the policy asks for would be worse than refusing.
    return refused(
      "PolicyNotApplicable",
      `Policy "${policy.displayName}" (${policy.id}) asks for approval but has no approval stage; a manager of the package must correct it.`,
    );
  return {
    kind: "checked",
    policy,
    assignment: isUpdate(requestType) ? facts.assignment : renews ? standing : undefined,
    needsApproval,
  };
}

/** The user types are for one's own access. */
function checkOwn(facts: SubmissionFacts, requestType: SubmittedRequestType): Refusal | undefined {
  const own = facts.requestor.objectId === facts.target.objectId;
  if (requestType === "onBehalfAdd")
    return own
      ? refused(
          "BadRequest",
          "onBehalfAdd asks for somebody else; to ask for yourself use userAdd.",
          "requestType",
        )
      : undefined;
  if (own || requestType.startsWith("admin")) return undefined;
  return refused(
    "Forbidden",
    `${requestType} is for your own access; for another person use onBehalfAdd as their manager, or ${requestType.replace("user", "admin")} with a role that may assign directly.`,
    "assignment/targetId",
  );
}

function checkEditable(policy: AssignmentPolicy, asked: Asked): Refusal | undefined {
  const fixed = policy.questions.find(
    (question) =>
      !question.isAnswerEditable && asked.answers.some((answer) => answer.questionId === question.id),
  );
  return fixed === undefined
    ? undefined
    : refused(
        "InvalidAnswer",
        `The answer to question "${fixed.text}" (${fixed.id}) cannot be changed after the request; leave it out.`,
        "answers",
      );
}

function checkJustificationLength(asked: Asked): Refusal | undefined {
  const length = asked.justification?.length ?? 0;
  return length <= JUSTIFICATION_LENGTH_MAX
    ? undefined
    : refused(
        "InvalidModel",
        `The justification has ${length} characters; at most ${JUSTIFICATION_LENGTH_MAX} are taken.`,
        "justification",
      );
}

function checkOpenRequests(facts: SubmissionFacts, who: string): Refusal | undefined {
  const open = facts.access.requests.filter((request) => isOpen(request.state)).length;
  return open < OPEN_REQUESTS_PER_SUBJECT_MAX
    ? undefined
    : refused(
        "QuotaExceeded",
        `${who} has ${open} open requests, which is the limit; some must be decided first.`,
      );
}

function isAsking(requestType: SubmittedRequestType): boolean {
  return requestType === "userAdd" || requestType === "onBehalfAdd" || requestType === "userUpdate";
}
