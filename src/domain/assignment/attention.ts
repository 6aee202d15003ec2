/** What a standing assignment needs by itself as its end comes near: a reminder 14 days and 1 day before, and then the end. */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { type Decision, decided } from "../decision.js";
import type { Occasion } from "../occasion.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import { type Duration, minus } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";
import type { Assignment } from "./assignment.js";
import { endAssignment } from "./ending.js";

type Reminder = { readonly before: Duration; readonly status: string };

/** Entra reminds 14 days and 1 day before the end; the status says which has been sent (spec/domain.md 8). Both have the form of a duration. */
const REMINDERS: readonly Reminder[] = [
  { before: "P14D" as Duration, status: "NearExpiry14DayNotificationTriggered" },
  { before: "P1D" as Duration, status: "NearExpiry1DayNotificationTriggered" },
];

/** When the assignment next needs attention; null: never by itself. */
export function attentionDue(assignment: Assignment): Instant | null {
  const end = comingEnd(assignment);
  return end === null ? null : earliest(nextReminder(assignment, end), end);
}

/** undefined when nothing is due: the end was moved, or somebody ended it before. */
export function attend(
  access: SubjectAccess,
  assignment: Assignment,
  occasion: Occasion,
): Decision | undefined {
  const end = comingEnd(assignment);
  if (end === null) return undefined;
  if (occasion.now >= end) return expire(access, assignment, end, occasion);
  const reminder = nextReminder(assignment, end);
  return reminder === null || occasion.now < reminder ? undefined : remind(assignment, end, occasion);
}

function comingEnd({ state, endDateTime }: Assignment): Instant | null {
  return state === "expired" ? null : endDateTime;
}

/** Access ends by itself: the end and the request that records it are one batch. */
function expire(access: SubjectAccess, assignment: Assignment, end: Instant, occasion: Occasion): Decision {
  const removal: AssignmentRequest = {
    kind: "assignmentRequest",
    id: occasion.derive("systemRemove", assignment.id, end),
    requestType: "systemRemove",
    state: "delivering",
    status: "Delivering",
    accessPackageId: assignment.accessPackageId,
    catalogId: assignment.catalogId,
    assignmentPolicyId: assignment.assignmentPolicyId,
    target: assignment.target,
    requestor: assignment.target,
    assignmentId: assignment.id,
    justification: null,
    answers: [],
    schedule: { startDateTime: null, expiration: { type: "notSpecified" } },
    policyExpiration: { type: "notSpecified" },
    isAssignmentNotificationDisabled: false,
    approval: null,
    pendingApproverIds: [],
    approverIds: [],
    dueDateTime: null,
    createdDateTime: occasion.now,
    completedDateTime: null,
    modifiedDateTime: occasion.now,
  };
  const ending = endAssignment(access, assignment, removal, "expired", occasion);
  return decided(
    [removal, ...ending.documents],
    [requestEvent(occasion, "systemRemovalRequested", removal), ...ending.events],
  );
}

function remind(assignment: Assignment, end: Instant, occasion: Occasion): Decision {
  // After a long pause several reminders may have come due; only the last of them still says something true.
  const status = REMINDERS.reduce(
    (last, reminder) => (minus(end, reminder.before) <= occasion.now ? reminder.status : last),
    assignment.status,
  );
  const reminded: Assignment = { ...assignment, status, modifiedDateTime: occasion.now };
  return decided(
    [reminded],
    [assignmentEvent(occasion, "assignmentEnding", reminded, { discriminator: status })],
  );
}

/** When the reminder after the one that the status names is due. Access that is shorter than a reminder's lead gets none; neither does access that is not delivered yet. */
function nextReminder({ state, status, startDateTime }: Assignment, end: Instant): Instant | null {
  if (state !== "delivered") return null;
  const sent = REMINDERS.findIndex((reminder) => reminder.status === status);
  const due = REMINDERS.slice(sent + 1).map(({ before }) => minus(end, before));
  return due.find((instant) => instant > startDateTime) ?? null;
}
