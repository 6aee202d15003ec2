/** The words of every mail, in English. Subjects follow the patterns of Entra (spec/domain.md 17), so that people's mail rules go on working. */

export type MailKind =
  | "ask"
  | "askFirstBeforeEscalation"
  | "askLaterBeforeEscalation"
  | "forwarded"
  | "approved"
  | "denied"
  | "expiredForApprovers"
  | "expiredForRequestor"
  | "accessGiven"
  | "accessEnding"
  | "accessEnded";

/** What the words are filled with; every value is plain text. */
export type MailFacts = {
  readonly accessPackage: string;
  readonly requestor: string;
  readonly target: string;
  /** When the open stage runs out of time. */
  readonly dueDate: string;
  readonly dueTime: string;
  readonly endDate: string;
  /** Why it was decided so, in the words of whoever decided; null when nothing was said. */
  readonly decisionJustification: string | null;
};

export type Words = {
  readonly subject: string;
  /** The first sentence of the mail. */
  readonly opening: string;
  /** What the link is called; the page it leads to is chosen in mails.ts. */
  readonly action: string;
};

export const TEMPLATES: Readonly<Record<MailKind, (facts: MailFacts) => Words>> = {
  ask: (f) => ({
    subject: `Action required: Approve or deny request by ${f.dueDate}`,
    opening: `${f.requestor} asks for access to ${f.accessPackage}${forWhom(f)}. Please approve or deny the request by ${f.dueTime} on ${f.dueDate}.`,
    action: "Approve or deny request",
  }),
  askFirstBeforeEscalation: (f) => ({
    subject: `Approve or deny the request by ${f.dueTime} on ${f.dueDate}`,
    opening: `${f.requestor} asks for access to ${f.accessPackage}${forWhom(f)}. Please approve or deny the request; if nobody does, others are asked too.`,
    action: "Approve or deny request",
  }),
  askLaterBeforeEscalation: (f) => ({
    subject: `Action required: Approve or deny the request by ${f.dueDate} for ${f.requestor}`,
    opening: `${f.requestor} asks for access to ${f.accessPackage}${forWhom(f)}. An earlier stage has approved. Please approve or deny the request; if nobody does, others are asked too.`,
    action: "Approve or deny request",
  }),
  forwarded: (f) => ({
    subject: `Action required: Approve or deny forwarded request by ${f.dueDate}`,
    opening: `A request of ${f.requestor} for ${f.accessPackage}${forWhom(f)} was forwarded to you, because nobody has decided it yet. Please approve or deny it by ${f.dueTime} on ${f.dueDate}.`,
    action: "Approve or deny request",
  }),
  approved: (f) => ({
    subject: `Request approved for ${f.requestor} to ${f.accessPackage}`,
    opening: `The request of ${f.requestor} for ${f.accessPackage}${forWhom(f)} was approved. You need not do anything.${said(f)}`,
    action: "View request",
  }),
  denied: (f) => ({
    subject: `Request denied to ${f.accessPackage}`,
    opening: `Your request for ${f.accessPackage}${forWhom(f)} was denied.${said(f)}`,
    action: "View request",
  }),
  expiredForApprovers: (f) => ({
    subject: `Request has expired for ${f.accessPackage}`,
    opening: `The request of ${f.requestor} for ${f.accessPackage}${forWhom(f)} has expired, because nobody decided it in time. You need not do anything.`,
    action: "View request",
  }),
  expiredForRequestor: (f) => ({
    subject: `Your request has expired for ${f.accessPackage}`,
    opening: `Your request for ${f.accessPackage}${forWhom(f)} has expired, because nobody decided it in time. You can ask again.`,
    action: "View request",
  }),
  accessGiven: (f) => ({
    subject: `You now have access to ${f.accessPackage}`,
    opening: `${f.target} now has access to ${f.accessPackage}${f.endDate === "" ? "" : ` until ${f.endDate}`}.`,
    action: "View access",
  }),
  accessEnding: (f) => ({
    subject: `Extend access for ${f.accessPackage} by ${f.endDate}`,
    opening: `Your access to ${f.accessPackage} ends on ${f.endDate}. If you still need it and the policy allows it, extend it before that day.`,
    action: "View or extend access",
  }),
  accessEnded: (f) => ({
    subject: `Access has ended for ${f.accessPackage}`,
    opening: `Your access to ${f.accessPackage} has ended. If you still need it, ask for it again.`,
    action: "View access package",
  }),
};

function forWhom(facts: MailFacts): string {
  return facts.target === facts.requestor ? "" : ` for ${facts.target}`;
}

function said(facts: MailFacts): string {
  return facts.decisionJustification === null ? "" : ` Reason given: ${facts.decisionJustification}`;
}
