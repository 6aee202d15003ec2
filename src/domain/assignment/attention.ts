/** What a standing assignment needs by itself as its end comes near: a reminder 14 days and 1 day before, and then the end. */
import type { AssignmentRequest } from "../assignment-request/assignment-request.js";
import { assignmentEvent, requestEvent } from "../assignment-request/request-events.js";
import { type Decision, decided } from "../decision.js";
import type { Occasion } from "../occasion.js";
import type { SubjectAccess } from "../subject/subject-access.js";
import { type Duration, minus, parseDuration } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import { earliest } from "../time/ordering.js";
import type { Assignment } from "./assignment.js";
import { endAssignment } from "./ending.js";

type Reminder = { readonly before: Duration; readonly status: string };

/** Entra reminds 14 days and 1 day before the end; the status says which has been sent (spec/domain.md 8). */
const REMINDERS: readonly Reminder[] = [
  { before: days("P14D"), status: "NearExpiry14DayNotificationTriggered" },
  { before: days("P1D"), status: "NearExpiry1DayNotificationTriggered" },
];

/** When the assignment next needs attention; null: never by itself. */
export function attentionDue(assignment: Assignment): Instant | null {
  if (assignment.state === "expired" || assignment.endDateTime === null) return null;
  return earliest(nextReminder(assignment)?.due ?? null, assignment.endDateTime);
}

/** undefined when nothing is due: the end was moved, or somebody ended it before. */
export function attend(
  access: SubjectAccess,
  assignment: Assignment,
  occasion: Occasion,
): Decision | undefined {
  const due = attentionDue(assignment);
  if (due === null || assignment.endDateTime === null || occasion.now < due) return undefined;
  if (occasion.now >= assignment.endDateTime) return expire(access, assignment, occasion);
  return remind(assignment, occasion);
}

/** Access ends by itself: the end and the request that records it are one batch. */
function expire(access: SubjectAccess, assignment: Assignment, occasion: Occasion): Decision {
  const removal: AssignmentRequest = {
    kind: "assignmentRequest",
    id: occasion.derive("systemRemove", assignment.id, assignment.endDateTime ?? ""),
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

function remind(assignment: Assignment, occasion: Occasion): Decision {
  // After a long pause several reminders may have come due; only the last of them still says something true.
  const passed = REMINDERS.filter((reminder) => dueOf(assignment, reminder) <= occasion.now);
  const status = passed.at(-1)?.status ?? assignment.status;
  const reminded: Assignment = { ...assignment, status, modifiedDateTime: occasion.now };
  return decided(
    [reminded],
    [assignmentEvent(occasion, "assignmentEnding", reminded, { discriminator: status })],
  );
}

/** The reminder after the one the status names. Access that is shorter than a reminder's lead gets none; neither does access that is not delivered yet. */
function nextReminder(assignment: Assignment): { readonly due: Instant } | undefined {
  if (assignment.state !== "delivered" || assignment.endDateTime === null) return undefined;
  const sent = REMINDERS.findIndex((reminder) => reminder.status === assignment.status);
  const next = REMINDERS.slice(sent + 1).find(
    (reminder) => dueOf(assignment, reminder) > assignment.startDateTime,
  );
  return next === undefined ? undefined : { due: dueOf(assignment, next) };
}

function dueOf(assignment: Assignment, reminder: Reminder): Instant {
  // Only called for assignments with an end; the start stands in for the type, and never reminds.
  return minus(assignment.endDateTime ?? assignment.startDateTime, reminder.before);
}

function days(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`"${text}" is not a duration.`);
  return duration;
}
