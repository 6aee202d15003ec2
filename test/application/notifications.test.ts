import { describe, expect, it } from "vitest";
import { mailsFor } from "../../src/application/notifications/mails.js";
import type { Notice } from "../../src/application/notifications/notice.js";
import { newApproval, opened, reviewed, withStage } from "../../src/domain/approval/stages.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { requestEvent } from "../../src/domain/assignment-request/request-events.js";
import type { EventType } from "../../src/domain/events.js";
import type { Json } from "../../src/domain/json.js";
import { anAssignment, aRequest, occasion, person } from "../builders/access.js";
import { at, lasting, NOW } from "../builders/instants.js";
import { aStage, user } from "../builders/policies.js";

const ESCALATING = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("boss")],
});

/** A request whose stage at `openIndex` waits for miriam (and, after escalation, boss). */
function pending(stages: readonly ReturnType<typeof aStage>[], openIndex = 0): AssignmentRequest {
  let approval = newApproval("request", stages, occasion().derive);
  for (const [index, stage] of approval.stages.entries()) {
    if (index > openIndex) break;
    const open = opened(stage, { primary: ["miriam"], usedFallback: false }, NOW);
    const by = { id: "miriam", displayName: "Miriam", userPrincipalName: null };
    const asked = { ...open, approvers: { ...open.approvers, escalation: ["boss"] } };
    approval = withStage(
      approval,
      index,
      index < openIndex ? reviewed(asked, "Approved", by, null, NOW) : asked,
    );
  }
  return aRequest({
    state: "pendingApproval",
    approval,
    justification: "I <b>sell</b>.",
    requestor: person("target"),
  });
}

function mails(type: EventType, request: AssignmentRequest, detail?: Json, says: Partial<Notice> = {}) {
  const event = requestEvent(occasion(), type, request, detail === undefined ? {} : { detail });
  return mailsFor({
    event,
    request,
    assignment: anAssignment({ endDateTime: at("2027-02-20T19:25:45Z") }),
    accessPackageName: "Sales tools",
    people: new Map(
      ["target", "miriam", "boss", "manager"].map((id) => [
        id,
        { id, displayName: `Ms ${id}`, mail: `${id}@example.org` },
      ]),
    ),
    portalUrl: "https://portal.example.org",
    ...says,
  });
}

function summary(...args: Parameters<typeof mails>): readonly string[] {
  return mails(...args).map(({ to, subject }) => `${to.address}: ${subject}`);
}

describe("when a stage begins", () => {
  it.each([
    [
      "the first, without escalation",
      [aStage()],
      0,
      "Action required: Approve or deny request by 6 December 2026",
    ],
    [
      "the first, with escalation",
      [ESCALATING],
      0,
      "Approve or deny the request by 19:25 UTC on 6 December 2026",
    ],
    [
      "a later one, without escalation",
      [aStage(), aStage()],
      1,
      "Action required: Approve or deny request by 6 December 2026",
    ],
    [
      "a later one, with escalation",
      [aStage(), ESCALATING],
      1,
      "Action required: Approve or deny the request by 6 December 2026 for Ms target",
    ],
  ] as const)("(%s) its approvers are asked", (_which, stages, index, subject) => {
    expect(summary("approvalStageStarted", pending(stages, index), { stage: index })).toEqual([
      `miriam@example.org: ${subject}`,
    ]);
  });

  it("they see what they need to decide, and words of others never become markup", () => {
    const [mail] = mails("approvalStageStarted", pending([aStage()]), { stage: 0 });
    expect(mail?.text).toContain("Justification: I <b>sell</b>.");
    expect(mail?.html).toContain("I &lt;b&gt;sell&lt;/b&gt;.");
    expect(mail?.html).toContain('href="https://portal.example.org/approvals/request"');
  });

  it("nobody is asked about a stage that was decided before the mail went out", () => {
    expect(summary("approvalStageStarted", pending([aStage(), aStage()], 1), { stage: 0 })).toEqual([]);
  });
});

describe("what else is told", () => {
  const request = pending([ESCALATING]);

  it("an escalated stage, to the alternates", () => {
    expect(summary("approvalStageEscalated", request, { stage: 0 })).toEqual([
      "boss@example.org: Action required: Approve or deny forwarded request by 6 December 2026",
    ]);
  });

  it("a stage that said yes, to everybody who was asked", () => {
    expect(summary("approvalStageCompleted", request, { stage: 0 })).toEqual([
      "miriam@example.org: Request approved for Ms target to Sales tools",
      "boss@example.org: Request approved for Ms target to Sales tools",
    ]);
  });

  it("a no, to the requestor", () => {
    expect(summary("assignmentRequestDenied", request)).toEqual([
      "target@example.org: Request denied to Sales tools",
    ]);
  });

  it("a request that ran out of time, to those asked and to the requestor", () => {
    expect(summary("assignmentRequestTimedOut", request, { stage: 0 })).toEqual([
      "miriam@example.org: Request has expired for Sales tools",
      "boss@example.org: Request has expired for Sales tools",
      "target@example.org: Your request has expired for Sales tools",
    ]);
  });

  it("access given, ending and ended, to whoever has it; and to the manager who asked for it", () => {
    expect(summary("assignmentDelivered", request)).toEqual([
      "target@example.org: You now have access to Sales tools",
    ]);
    expect(summary("assignmentEnding", request)).toEqual([
      "target@example.org: Extend access for Sales tools by 20 February 2027",
    ]);
    expect(summary("assignmentEnded", request)).toEqual([
      "target@example.org: Access has ended for Sales tools",
    ]);
    const onBehalf = aRequest({ requestType: "onBehalfAdd", requestor: person("manager") });
    expect(summary("assignmentDelivered", onBehalf)).toHaveLength(2);
    const direct = aRequest({ requestType: "adminAdd", requestor: person("manager") });
    expect(summary("assignmentDelivered", direct)).toHaveLength(1);
  });

  it("nothing about the access itself where the policy is silent, while decisions are still told", () => {
    const silent = { ...request, isAssignmentNotificationDisabled: true };
    expect(summary("assignmentDelivered", silent)).toEqual([]);
    expect(summary("assignmentEnded", silent)).toEqual([]);
    expect(summary("assignmentRequestDenied", silent)).toHaveLength(1);
  });

  it("nothing to whoever has no address", () => {
    const people = new Map([["target", { id: "target", displayName: "Target", mail: null }]]);
    expect(summary("assignmentRequestDenied", request, undefined, { people })).toEqual([]);
  });
});

describe("a mail", () => {
  it("has one key for one event and one person, so that telling twice mails once", () => {
    const keys = () =>
      mails("assignmentRequestTimedOut", pending([aStage()]), { stage: 0 }).map(({ key }) => key);
    expect(keys()).toEqual(keys());
    expect(new Set(keys()).size).toBe(keys().length);
  });

  it("has a subject of one line whatever a package is called", () => {
    const [mail] = mails("assignmentRequestDenied", aRequest(), undefined, {
      accessPackageName: "Sales\r\nBcc: all",
    });
    expect(mail?.subject).toBe("Request denied to Sales Bcc: all");
  });
});
