/** The rules about what the request says: justification, schedule, answers, and the limits (spec/domain.md 6.2, rules 10 to 13). */
import { checkAnswers } from "../assignment-policy/answers.js";
import type { AssignmentPolicy } from "../assignment-policy/assignment-policy.js";
import { type Refusal, refused } from "../errors.js";
import { JUSTIFICATION_LENGTH_MAX } from "../limits.js";
import { limitOf, quotaExceeded } from "../tenant/limit-table.js";
import { DEFAULT_TENANT_SETTINGS } from "../tenant/tenant-settings.js";
import type { Answer } from "./assignment-request.js";
import { changedAssignment, isByAdministrator } from "./request-kinds.js";
import { checkSchedule } from "./schedule.js";
import { type Judged, nameOfTarget } from "./submission.js";
import { isOpen, isUpdate } from "./transitions.js";

export function checkJustification(policy: AssignmentPolicy, { asked }: Judged): Refusal | undefined {
  const isMissing = (asked.justification ?? "").trim() === "";
  return policy.requestApprovalSettings.isRequestorJustificationRequired && isMissing
    ? refused(
        "JustificationRequired",
        `Policy "${policy.displayName}" (${policy.id}) asks for a justification; say why the access is needed.`,
        "justification",
      )
    : undefined;
}

export function checkRequestedSchedule(policy: AssignmentPolicy, judged: Judged): Refusal | undefined {
  const { asked, now } = judged;
  const changed = changedAssignment(judged, policy);
  // An update that changes answers alone leaves the end as it is, also where the policy would give no more time.
  const asksForTime = asked.schedule.expiration.type !== "notSpecified" || asked.answers.length === 0;
  if (isUpdate(asked.requestType) && !asksForTime) return undefined;
  return checkSchedule(
    asked.schedule,
    {
      mayChooseSchedule:
        isByAdministrator(asked.requestType) || policy.requestorSettings.allowCustomAssignmentSchedule,
      policyExpiration: policy.expiration,
      startCounts: changed === undefined,
      ...(changed === undefined ? {} : { currentEnd: changed.endDateTime }),
    },
    now,
  );
}

/** An administrator need not answer, an update changes only what it names, and a renewal need not repeat what was answered before. */
export function checkGivenAnswers(policy: AssignmentPolicy, judged: Judged): Refusal | undefined {
  const { asked } = judged;
  const before = changedAssignment(judged, policy)?.answers ?? [];
  const byAdministrator = isByAdministrator(asked.requestType);
  const duty = byAdministrator || isUpdate(asked.requestType) ? "mayAnswer" : "mustAnswer";
  const kept = before.filter(
    (old) =>
      policy.questions.some(({ id }) => id === old.questionId) &&
      !asked.answers.some((answer) => answer.questionId === old.questionId),
  );
  const answers = duty === "mustAnswer" ? [...kept, ...asked.answers] : asked.answers;
  const problem = checkAnswers(policy.questions, answers, duty);
  return problem ?? (byAdministrator ? undefined : checkEditable(policy, before, asked));
}

/** An answer that cannot be changed later can be given once: at most it is repeated. */
function checkEditable(
  policy: AssignmentPolicy,
  before: readonly Answer[],
  { answers, requestType }: Judged["asked"],
): Refusal | undefined {
  const fixed = policy.questions.find(({ id, isAnswerEditable }) => {
    const [old, given] = [valuesOf(before, id), valuesOf(answers, id)];
    const isFirst = old === "" && !isUpdate(requestType);
    return !isAnswerEditable && given !== "" && old !== given && !isFirst;
  });
  return fixed === undefined
    ? undefined
    : refused(
        "InvalidAnswer",
        `The answer to question "${fixed.text}" (${fixed.id}) cannot be changed after the request; leave it out.`,
        "answers",
      );
}

/** The values of one question's answers as one text; empty when it is not answered. */
function valuesOf(answers: readonly Answer[], questionId: string): string {
  const values = answers.filter((answer) => answer.questionId === questionId).map(({ value }) => value);
  return values.length === 0 ? "" : JSON.stringify(values.toSorted());
}

export function checkJustificationLength({ asked }: Judged): Refusal | undefined {
  const length = asked.justification?.length ?? 0;
  return length <= JUSTIFICATION_LENGTH_MAX
    ? undefined
    : refused(
        "InvalidModel",
        `The justification has ${length} characters; at most ${JUSTIFICATION_LENGTH_MAX} are taken.`,
        "justification",
      );
}

export function checkOpenRequests({ facts }: Judged): Refusal | undefined {
  const open = facts.access.requests.filter((request) => isOpen(request.state)).length;
  const limit = limitOf({ limits: facts.limits ?? DEFAULT_TENANT_SETTINGS.limits }, "openRequestsPerSubject");
  return open < limit ? undefined : quotaExceeded("openRequestsPerSubject", limit, open, nameOfTarget(facts));
}
