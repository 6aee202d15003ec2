/** Somebody asks for, changes or gives up access (Graph: accessPackageAssignmentRequest). */
import type { Approval } from "../approval/approval.js";
import type { AttributeValue } from "../assignment/user-attribute.js";
import type { ExpirationPattern, Question } from "../assignment-policy/assignment-policy.js";
import type { Callout } from "../custom-extension/callout.js";
import type { StageSetting } from "../custom-extension/stage-setting.js";
import type { SubjectReference } from "../subject/subject.js";
import type { Instant } from "../time/instant.js";

export type RequestType =
  | "userAdd"
  | "userUpdate"
  | "userRemove"
  | "adminAdd"
  | "adminUpdate"
  | "adminRemove"
  | "systemAdd"
  | "systemUpdate"
  | "systemRemove"
  | "onBehalfAdd"
  | "approverRemove";

/** The wire states; a timed-out request is `denied` with status `Expired` (spec/domain.md 6). The transitions are in transitions.ts. */
export type RequestState =
  | "submitted"
  | "pendingApproval"
  | "scheduled"
  | "delivering"
  | "delivered"
  | "partiallyDelivered"
  | "deliveryFailed"
  | "denied"
  | "canceled";

/** Lives in partition `{target.id}` of `access`. Its id is also the orchestration instance id and the approval id. */
export type AssignmentRequest = {
  readonly kind: "assignmentRequest";
  readonly id: string;
  readonly requestType: RequestType;
  readonly state: RequestState;
  /** Finer detail: Accepted, PendingApproval, PendingApprovalEscalated, PendingNotBefore, Delivering, Delivered, Denied, Expired, Canceled ... */
  readonly status: string;
  readonly accessPackageId: string;
  readonly catalogId: string;
  readonly assignmentPolicyId: string;
  readonly target: SubjectReference;
  readonly requestor: SubjectReference;
  /** The assignment that it made, changes or ends; null until there is one. */
  readonly assignmentId: string | null;
  readonly justification: string | null;
  readonly answers: readonly Answer[];
  /** What is written to the target with the access (spec/domain.md 3.5); absent: nothing. */
  readonly attributeValues?: readonly AttributeValue[];
  /** What was asked for. */
  readonly schedule: RequestedSchedule;
  /** The policy's expiration when the request was made: a later policy change does not move the end of a request under way. */
  readonly policyExpiration: ExpirationPattern;
  readonly isAssignmentNotificationDisabled: boolean;
  /** The extensions that the policy named when the request was made; absent: none. */
  readonly customExtensionStageSettings?: readonly StageSetting[];
  /** The calls of extensions, oldest first; absent: none yet. */
  readonly callouts?: readonly Callout[];
  /** Null when nobody needs to approve. */
  readonly approval: Approval | null;
  /** The user ids who may decide the open stage now; empty when none is open. Indexed, for "waiting for me". */
  readonly pendingApproverIds: readonly string[];
  /**
   * The directory objects on which the approvers of the open stage depend: named people and groups, the people up to a manager. Indexed:
   * when one of them changes, the stage is resolved anew. Absent and empty: no stage is open.
   */
  readonly approverSourceIds?: readonly string[];
  /** Everybody who has ever been an approver of it, or decided: they may read it. */
  readonly approverIds: readonly string[];
  /** When it next needs attention by itself (escalation, time-out, scheduled start); null when nothing is due. */
  readonly dueDateTime: Instant | null;
  readonly createdDateTime: Instant;
  readonly completedDateTime: Instant | null;
  readonly modifiedDateTime: Instant;
};

export type Answer = {
  readonly questionId: string;
  readonly value: string;
  readonly displayValue: string | null;
  /** What was asked, as it read then: the policy may ask something else later. Absent in answers that are not yet given. */
  readonly question?: Pick<Question, "kind" | "text">;
};

/** Graph: entitlementManagementSchedule. Start null: as soon as approved. Recurrence is always null for requests. */
export type RequestedSchedule = {
  readonly startDateTime: Instant | null;
  readonly expiration: ExpirationPattern;
};
