/** What is written and told on the way of a request, in decisions.txt for whoever reviews it (`npx vitest run <this file> -u`). */
import { describe, expect, it } from "vitest";
import type { ResolvedApprovers } from "../../../src/domain/approval/approvers.js";
import { newApproval } from "../../../src/domain/approval/stages.js";
import {
  askAnew,
  escalateStage,
  openStage,
  timeOutStage,
} from "../../../src/domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import { cancelRequest } from "../../../src/domain/assignment-request/cancel.js";
import { closedRequest } from "../../../src/domain/assignment-request/closing.js";
import {
  type GivingFacts,
  giveAccess,
  scheduleAccess,
} from "../../../src/domain/assignment-request/give-access.js";
import { grantEvent } from "../../../src/domain/assignment-request/request-events.js";
import type { Asked, SubmissionFacts } from "../../../src/domain/assignment-request/submission.js";
import { takeAway } from "../../../src/domain/assignment-request/take-away.js";
import { type Decision, decided } from "../../../src/domain/decision.js";
import type { Refusal } from "../../../src/domain/errors.js";
import { access, aGrant, anAssignment, aRequest, occasion, person } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aPackage } from "../../builders/packages.js";
import { aPolicy, approvedBy, aStage, managerOfTarget, user } from "../../builders/policies.js";
import { printedDecision, printedSituations } from "../../builders/printed-decision.js";
import { submit } from "../../builders/submissions.js";

type Situation = readonly [string, readonly string[]];

const mine = anAssignment({ endDateTime: at("2027-01-01") });
const having = { assignment: mine, access: access({ assignments: [mine] }) };
const escalating = aStage({
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [user("alternate")],
});
const approving = aPolicy({ requestApprovalSettings: approvedBy(escalating, aStage()) });

const posted = (name: string, says: Partial<SubmissionFacts>, asks: Partial<Asked>): Situation => [
  name,
  printedDecision(submit(says, asks)),
];

const asked = (): readonly Situation[] => [
  posted("asked for, with two stages", { policies: [approving] }, { justification: "For the fair" }),
  posted(
    "asked for by a manager",
    {
      requestor: person("manager"),
      policies: [
        aPolicy({
          requestorSettings: {
            enableOnBehalfRequestorsToAddAccess: true,
            onBehalfRequestors: [managerOfTarget()],
          },
        }),
      ],
    },
    {
      requestType: "onBehalfAdd",
      attributeValues: [{ name: "jobTitle", value: "Buyer", isPersisted: false }],
    },
  ),
  posted(
    "assigned by an administrator",
    { requestor: person("admin") },
    { requestType: "adminAdd", justification: " " },
  ),
  posted("extended", having, { requestType: "userUpdate" }),
  posted("changed by an administrator", having, { requestType: "adminUpdate" }),
  posted("given up", having, { requestType: "userRemove" }),
  posted("taken away by an administrator", having, { requestType: "adminRemove" }),
];

const RESOLVED: ResolvedApprovers = {
  primary: ["approver"],
  fallbackPrimary: [],
  escalation: ["alternate"],
  fallbackEscalation: [],
  delegations: [],
  sourceIds: ["approver", "alternate"],
};
const twoStages = () => newApproval("request", [escalating, aStage()], occasion().derive);

function requestIn(outcome: Decision): AssignmentRequest {
  const found = outcome.documents.find(({ kind }) => kind === "assignmentRequest");
  if (found?.kind !== "assignmentRequest") throw new Error("The decision changes no request.");
  return found;
}

function stepped(
  name: string,
  before: AssignmentRequest,
  outcome: Decision | Refusal | undefined,
): Situation {
  return [name, printedDecision(outcome, [before])];
}

const delegations = [
  {
    delegator: { id: "approver", displayName: "Approver", userPrincipalName: null },
    delegateId: "deputy",
  },
];

function inApproval(): readonly Situation[] {
  const approval = twoStages();
  const waiting = aRequest({ approval });
  const opened = requestIn(openStage(waiting, approval, 0, RESOLVED, occasion()));
  const openApproval = opened.approval ?? approval;
  return [
    ["a request with two stages", [JSON.stringify(approval)]],
    stepped("a stage begins", waiting, openStage(waiting, approval, 0, RESOLVED, occasion())),
    stepped(
      "a stage begins and comes to nobody",
      waiting,
      openStage(waiting, approval, 0, { ...RESOLVED, primary: [] }, occasion()),
    ),
    stepped(
      "a stage begins, and the approver has delegated",
      waiting,
      openStage(waiting, approval, 0, { ...RESOLVED, delegations }, occasion()),
    ),
    stepped(
      "a stage is forwarded to alternates",
      opened,
      escalateStage(opened, openApproval, 0, RESOLVED, occasion(at("2026-11-25T19:25:45Z"))),
    ),
    stepped(
      "somebody else must approve now",
      opened,
      askAnew(opened, { ...RESOLVED, primary: ["successor"] }, occasion()),
    ),
    stepped(
      "the same people must approve, for another reason",
      opened,
      askAnew(opened, { ...RESOLVED, sourceIds: ["group", "alternate"] }, occasion()),
    ),
    stepped("nothing has changed about who must approve", opened, askAnew(opened, RESOLVED, occasion())),
    stepped("nobody decided in time", opened, timeOutStage(opened, 0, occasion(at("2026-12-06T19:25:45Z")))),
    stepped("canceled while it waits for approval", opened, cancelRequest(access(), opened, occasion())),
    stepped("canceled before a stage begins", waiting, cancelRequest(access(), waiting, occasion())),
    stepped("denied", opened, decided([closedRequest(opened, "denied", "Denied", NOW)], [])),
  ];
}

function given(name: string, says: Partial<GivingFacts>): Situation {
  const facts = { ...giving(says) };
  return stepped(name, facts.request, giveAccess(facts, occasion()));
}

function giving(says: Partial<GivingFacts>): GivingFacts {
  return {
    access: access(),
    request: aRequest(),
    accessPackage: aPackage(),
    isPolicyThere: true,
    groupIds: new Set(),
    excludingNames: new Map(),
    ...says,
  };
}

const audit = aPackage({ incompatibleAccessPackageIds: ["audit"] });
const auditor = access({ assignments: [anAssignment({ id: "a2", accessPackageId: "audit" })] });
const start = at("2026-12-01");
const ahead = aRequest({ schedule: { startDateTime: start, expiration: { type: "notSpecified" } } });
const removal = aRequest({ id: "removal", requestType: "adminRemove", assignmentId: "assignment" });
const failed = aRequest({ state: "deliveryFailed", status: "DeliveryFailed", assignmentId: "assignment" });
const holding = access({ assignments: [mine], grants: [aGrant("crm")] });

const begun = (): readonly Situation[] => [
  given("access begins", {}),
  given("approved access begins, with answers and a value for the person", {
    request: aRequest({
      state: "pendingApproval",
      approval: twoStages(),
      attributeValues: [{ name: "jobTitle", value: "Buyer", isPersisted: false }],
    }),
  }),
  stepped(
    "approved, and the start lies ahead",
    ahead,
    scheduleAccess(giving({ request: ahead }), start, occasion()),
  ),
  given("approved, and the package is gone", { accessPackage: undefined }),
  given("approved, and what was got meanwhile excludes it", { accessPackage: audit, access: auditor }),
  stepped("given up, and it is there", removal, takeAway(holding, removal, occasion())),
  stepped("given up, and it has ended meanwhile", removal, takeAway(access(), removal, occasion())),
  stepped("a failed delivery is canceled", failed, cancelRequest(holding, failed, occasion())),
  [
    "a role of no assignment is told of",
    printedDecision(
      decided([], [grantEvent(occasion(), "roleRevoked", aGrant("crm", { assignmentIds: [] }))]),
    ),
  ],
];

describe("what is written", () => {
  it("about a request, from the asking to the delivery, is what was last read and agreed on", async () => {
    await expect(printedSituations([...asked(), ...inApproval(), ...begun()])).toMatchFileSnapshot(
      "decisions.txt",
    );
  });
});
