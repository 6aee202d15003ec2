/** Reads beta's accessPackageAssignmentPolicy: what beta has words for; what it has not may be said in today's words, and is passed on. */
import type { z } from "zod";
import { NAMED_SUBJECTS_PER_POLICY_MAX, QUESTIONS_PER_POLICY_MAX } from "../../domain/catalog/limits.js";
import {
  anyObject,
  bool,
  instant,
  integer,
  listOf,
  maybe,
  maybeNull,
  object,
  oneOf,
} from "../schema/lenient.js";
import { SCOPE_TYPES } from "./policy-parts.js";
import { REVIEW_FREQUENCIES, REVIEWER_TYPES } from "./review-part.js";

/** Entra's limit. */
const DAYS_MAX = 3_660;
const flag = maybe(bool);
const days = maybe(integer(0, DAYS_MAX));
const userSets = maybe(listOf(anyObject, NAMED_SUBJECTS_PER_POLICY_MAX));

export const betaPolicy = object({
  durationInDays: days,
  expirationDateTime: maybeNull(instant),
  canExtend: flag,
  requestorSettings: maybe(
    object({ scopeType: maybe(oneOf(SCOPE_TYPES)), acceptRequests: flag, allowedRequestors: userSets }),
  ),
  requestApprovalSettings: maybe(
    object({
      isApprovalRequired: flag,
      isApprovalRequiredForExtension: flag,
      isRequestorJustificationRequired: flag,
      approvalMode: maybe(oneOf(["NoApproval", "SingleStage", "Serial"])),
      approvalStages: maybe(
        listOf(
          object({
            approvalStageTimeOutInDays: days,
            isApproverJustificationRequired: flag,
            isEscalationEnabled: flag,
            escalationTimeInMinutes: maybe(integer(0, DAYS_MAX * 1_440)),
            primaryApprovers: userSets,
            escalationApprovers: userSets,
          }),
          20,
        ),
      ),
    }),
  ),
  accessReviewSettings: maybeNull(
    object({
      isEnabled: flag,
      recurrenceType: maybe(oneOf(REVIEW_FREQUENCIES)),
      reviewerType: maybe(oneOf(REVIEWER_TYPES)),
      startDateTime: maybeNull(instant),
      durationInDays: days,
      reviewers: userSets,
      isAccessRecommendationEnabled: flag,
      isApprovalJustificationRequired: flag,
      accessReviewTimeoutBehavior: maybe(oneOf(["keepAccess", "removeAccess", "acceptAccessRecommendation"])),
    }),
  ),
  questions: maybe(listOf(anyObject, QUESTIONS_PER_POLICY_MAX)),
});

export type BetaPolicy = z.output<typeof betaPolicy>;
