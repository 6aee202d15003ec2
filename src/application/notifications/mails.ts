/** Turns a notice into mails: who gets which, with what in it. Pure; the same notice always gives the same mails with the same keys. */

import { currentStage } from "../../domain/approval/stages.js";
import type { ExpirationPattern } from "../../domain/assignment-policy/assignment-policy.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Mail } from "../ports/mailer.js";
import { htmlOf, type Letter, textOf } from "./letter.js";
import type { Notice, Person } from "./notice.js";
import { recipientsOf } from "./recipients.js";
import { type MailFacts, type MailKind, TEMPLATES } from "./templates.js";

export function mailsFor(notice: Notice): readonly Mail[] {
  return recipientsOf(notice).flatMap(({ mail, to }) =>
    to.flatMap((id) => {
      const person = notice.people.get(id);
      return person === undefined || person.mail === null ? [] : [mailTo(person, person.mail, mail, notice)];
    }),
  );
}

function mailTo(person: Person, address: string, kind: MailKind, notice: Notice): Mail {
  const words = TEMPLATES[kind](factsOf(notice));
  const letter: Letter = {
    greeting: `Hello ${person.displayName},`,
    opening: words.opening,
    rows: ASKS.has(kind) ? requestRows(notice) : [],
    action: { label: words.action, url: `${notice.portalUrl}${pageOf(kind, notice)}` },
  };
  return {
    key: `${notice.event.id}.${kind}.${person.id}`,
    to: { address, displayName: person.displayName },
    subject: oneLine(words.subject),
    text: textOf(letter),
    html: htmlOf(letter),
  };
}

const ASKS: ReadonlySet<MailKind> = new Set([
  "ask",
  "askFirstBeforeEscalation",
  "askLaterBeforeEscalation",
  "forwarded",
]);

function pageOf(kind: MailKind, { request, assignment }: Notice): string {
  if (ASKS.has(kind) || kind === "approved" || kind === "expiredForApprovers")
    return `/approvals/${request.id}`;
  if (kind === "denied" || kind === "expiredForRequestor") return `/requests/${request.id}`;
  if (kind === "accessEnded") return `/find/${request.accessPackageId}`;
  return `/access/${assignment?.id ?? request.assignmentId ?? ""}`;
}

function factsOf(notice: Notice): MailFacts {
  const { request, assignment } = notice;
  const due = (request.approval && currentStage(request.approval)?.stage.timeoutDueDateTime) ?? null;
  const decided = request.approval?.stages.findLast(({ reviewedBy }) => reviewedBy !== null);
  return {
    accessPackage: notice.accessPackageName,
    requestor: nameOf(notice, request.requestor),
    target: nameOf(notice, request.target),
    dueDate: due === null ? "" : dateOf(due),
    dueTime: due === null ? "" : timeOf(due),
    endDate: assignment?.endDateTime ? dateOf(assignment.endDateTime) : "",
    decisionJustification: decided?.justification ?? null,
  };
}

/** What an approver needs to decide. */
function requestRows(notice: Notice): Letter["rows"] {
  const { request } = notice;
  const { startDateTime, expiration } = request.schedule;
  return [
    ["Requestor", nameOf(notice, request.requestor)],
    ...(request.requestor.id === request.target.id
      ? []
      : [["Access for", nameOf(notice, request.target)] as const]),
    ["Access package", notice.accessPackageName],
    ["Justification", request.justification ?? "none given"],
    ["Requested start", startDateTime === null ? "as soon as approved" : momentOf(startDateTime)],
    ["Requested end", describeEnd(expiration)],
    ["Submitted", momentOf(request.createdDateTime)],
  ];
}

function describeEnd(pattern: ExpirationPattern): string {
  switch (pattern.type) {
    case "notSpecified":
      return "as the policy says";
    case "noExpiration":
      return "without end";
    case "afterDateTime":
      return momentOf(pattern.endDateTime);
    case "afterDuration":
      return `after ${pattern.duration}`;
  }
}

function nameOf({ people }: Notice, who: Notice["request"]["target"]): string {
  const known = who.objectId === null ? undefined : people.get(who.objectId);
  return known?.displayName ?? who.displayName ?? who.principalName ?? who.email ?? "Somebody";
}

/** A line break in a name must not become a header of the mail. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** `22 November 2026`, in UTC. */
function dateOf(instant: Instant): string {
  return `${Number(instant.slice(8, 10))} ${MONTHS[Number(instant.slice(5, 7)) - 1]} ${instant.slice(0, 4)}`;
}

/** `19:25 UTC` */
function timeOf(instant: Instant): string {
  return `${instant.slice(11, 16)} UTC`;
}

function momentOf(instant: Instant): string {
  return `${dateOf(instant)}, ${timeOf(instant)}`;
}
