/** Reads the bodies of requests and decisions (spec/api.md 3), in the spelling of several Graph versions. */
import { z } from "zod";
import type { DecideApprovalStageInput } from "../../application/commands/decide-approval-stage.js";
import { NO_SCHEDULE } from "../../application/commands/submit-assignment-request.js";
import type {
  Answer,
  RequestedSchedule,
  RequestType,
} from "../../domain/assignment-request/assignment-request.js";
import { ANSWER_LENGTH_MAX, ANSWERS_MAX, JUSTIFICATION_LENGTH_MAX } from "../../domain/limits.js";
import { REQUEST_TYPES } from "../shapes/assignment-request.js";
import { reference } from "./catalog.js";
import { bool, guid, listOf, maybe, object, oneOf, optional, text } from "./lenient.js";
import { schedule } from "./schedule.js";

export type SentRequest = {
  readonly requestType: RequestType;
  readonly accessPackageId: string | undefined;
  readonly assignmentPolicyId: string | undefined;
  readonly assignmentId: string | undefined;
  /** The directory object, or the mail of a person. */
  readonly targetObjectId: string | undefined;
  readonly targetEmail: string | undefined;
  readonly justification: string | null;
  readonly answers: readonly Answer[];
  readonly schedule: RequestedSchedule;
  /** Only check it: nothing is stored. */
  readonly isValidationOnly: boolean;
};

const answer: z.ZodType<Answer> = object({
  value: text(ANSWER_LENGTH_MAX),
  displayValue: optional(text(ANSWER_LENGTH_MAX), null),
  answeredQuestion: reference,
}).transform(({ value, displayValue, answeredQuestion }) => ({
  questionId: answeredQuestion.id,
  value,
  displayValue,
}));

const target = object({ id: maybe(guid), objectId: maybe(guid), email: maybe(text(320)) });

const assignment = object(
  {
    id: maybe(guid),
    targetId: maybe(guid),
    target: maybe(target),
    assignmentPolicyId: maybe(guid),
    accessPackageId: maybe(guid),
    accessPackage: maybe(reference),
    assignmentPolicy: maybe(reference),
    schedule: maybe(schedule),
  },
  { accessPackageAssignmentPolicy: "assignmentPolicy" },
);

/** `userExtend` is what older clients call `userUpdate`. */
const requestType = z.preprocess(
  (value) => (typeof value === "string" && value.toLowerCase() === "userextend" ? "userUpdate" : value),
  oneOf(REQUEST_TYPES),
);

export const newAssignmentRequest: z.ZodType<SentRequest> = object(
  {
    requestType,
    assignment: maybe(assignment),
    accessPackage: maybe(reference),
    target: maybe(target),
    justification: optional(text(JUSTIFICATION_LENGTH_MAX), null),
    answers: optional(listOf(answer, ANSWERS_MAX), []),
    schedule: maybe(schedule),
    isValidationOnly: optional(bool, false),
  },
  { accessPackageAssignment: "assignment" },
).transform((body) => {
  const { assignment: named } = body;
  // An assignment has a schedule too, and scripts write it there: ignored, the access would have no end. Removals name what has one already.
  const isRemoval = body.requestType.endsWith("Remove");
  const fallback = (isRemoval ? undefined : named?.schedule) ?? NO_SCHEDULE;
  const person = named?.target ?? body.target;
  return {
    requestType: body.requestType,
    accessPackageId: named?.accessPackageId ?? named?.accessPackage?.id ?? body.accessPackage?.id,
    assignmentPolicyId: named?.assignmentPolicyId ?? named?.assignmentPolicy?.id,
    assignmentId: named?.id,
    targetObjectId: named?.targetId ?? person?.objectId,
    targetEmail: person?.email,
    justification: body.justification,
    answers: body.answers,
    schedule: body.schedule ?? fallback,
    isValidationOnly: body.isValidationOnly,
  };
});

const DECISIONS: Readonly<Record<string, DecideApprovalStageInput["decision"]>> = {
  Approve: "Approve",
  Approved: "Approve",
  Deny: "Deny",
  Denied: "Deny",
};

export const stageDecision: z.ZodType<Pick<DecideApprovalStageInput, "decision" | "justification">> = object({
  reviewResult: oneOf(["Approve", "Deny", "Approved", "Denied"]),
  justification: optional(text(JUSTIFICATION_LENGTH_MAX), null),
}).transform(({ reviewResult, justification }) => ({
  decision: DECISIONS[reviewResult] ?? "Deny",
  justification,
}));
