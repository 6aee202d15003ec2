/** The fact that a subject has an access package for a time (Graph: accessPackageAssignment). */
import type { Answer } from "../assignment-request/assignment-request.js";
import type { SubjectReference } from "../subject/subject.js";
import type { Instant } from "../time/instant.js";
import type { AttributeValue } from "./user-attribute.js";

/** `expired` is the one end state, for expiry and for removal. */
type AssignmentState = "delivering" | "partiallyDelivered" | "delivered" | "expired" | "deliveryFailed";

/** Lives in partition `{target.id}` of `access`. */
export type Assignment = {
  readonly kind: "assignment";
  readonly id: string;
  readonly accessPackageId: string;
  readonly catalogId: string;
  readonly assignmentPolicyId: string;
  readonly target: SubjectReference;
  /** The request that made it. */
  readonly requestId: string;
  readonly requestorObjectId: string | null;
  readonly state: AssignmentState;
  readonly status: string;
  readonly startDateTime: Instant;
  /** Null: without end. */
  readonly endDateTime: Instant | null;
  readonly expiredDateTime: Instant | null;
  readonly answers: readonly Answer[];
  /** What is written to the target while it stands (spec/domain.md 3.5); absent: nothing. */
  readonly attributeValues?: readonly AttributeValue[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};
