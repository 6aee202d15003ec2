import { describe, expect, it } from "vitest";
import type { Assignment } from "../../../src/domain/assignment/assignment.js";
import { isAllowedAssignmentTransition } from "../../../src/domain/assignment/transitions.js";
import type { AssignmentRequest } from "../../../src/domain/assignment-request/assignment-request.js";
import {
  type GivingFacts,
  giveAccess,
  scheduleAccess,
} from "../../../src/domain/assignment-request/give-access.js";
import { takeAway } from "../../../src/domain/assignment-request/take-away.js";
import { isAllowedTransition } from "../../../src/domain/assignment-request/transitions.js";
import type { Decision } from "../../../src/domain/decision.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aPackage, memberOf } from "../../builders/packages.js";

function giving(says: Partial<GivingFacts> = {}): GivingFacts {
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

function requestIn(decision: Decision): AssignmentRequest {
  const found = decision.documents.find((document) => document.kind === "assignmentRequest");
  if (found?.kind !== "assignmentRequest") throw new Error("The decision changes no request.");
  return found;
}

function assignmentIn(decision: Decision): Assignment {
  const found = decision.documents.find((document) => document.kind === "assignment");
  if (found?.kind !== "assignment") throw new Error("The decision changes no assignment.");
  return found;
}

const give = (says: Partial<GivingFacts> = {}, now = NOW) => giveAccess(giving(says), occasion(now));
const typesOf = (decision: Decision) => decision.events.map(({ type }) => type);

const EXCLUDING = aPackage({ incompatibleAccessPackageIds: ["audit"], incompatibleGroupIds: ["auditors"] });
const AUDITOR = anAssignment({ id: "audit-assignment", accessPackageId: "audit" });

describe("when access begins", () => {
  it("an assignment is made with the request's delivery, and its roles are in the ledger before a target is touched", () => {
    const decision = give();
    expect(requestIn(decision)).toMatchObject({ state: "delivering", status: "Delivering" });
    expect(assignmentIn(decision)).toMatchObject({
      state: "delivering",
      status: "Delivering",
      startDateTime: NOW,
      endDateTime: at("2027-11-22T19:25:45Z"),
      requestId: "request",
    });
    expect(decision.documents.filter(({ kind }) => kind === "roleGrant")).toHaveLength(1);
    expect(typesOf(decision)).toEqual(["assignmentRequestAutoApproved", "deliveryStarted"]);
  });

  it("its length counts from the start of access, not from the request", () => {
    const later = at("2027-01-01T00:00:00Z");
    expect(assignmentIn(give({}, later)).endDateTime).toBe(at("2028-01-01T00:00:00Z"));
    const scheduled = aRequest({
      state: "scheduled",
      schedule: { startDateTime: at("2026-12-24"), expiration: { type: "notSpecified" } },
    });
    const begun = give({ request: scheduled }, at("2026-12-24T00:00:07Z"));
    expect(assignmentIn(begun)).toMatchObject({
      startDateTime: at("2026-12-24"),
      endDateTime: at("2027-12-24"),
    });
    expect(typesOf(begun)).toEqual(["deliveryStarted"]);
    const atOnce = aRequest({ state: "scheduled" });
    expect(assignmentIn(give({ request: atOnce })).startDateTime).toBe(NOW);
  });

  it("fails when the package or the policy was deleted meanwhile, so that no assignment is left without", () => {
    expect(requestIn(give({ accessPackage: undefined }))).toMatchObject({
      state: "deliveryFailed",
      status: "AccessPackageDeleted",
    });
    expect(requestIn(give({ isPolicyThere: false })).status).toBe("AssignmentPolicyDeleted");
    expect(requestIn(scheduleAccess(giving({ accessPackage: undefined }), NOW, occasion())).status).toBe(
      "AccessPackageDeleted",
    );
  });

  it("fails when the catalog was closed meanwhile to people whom the directory does not have", () => {
    expect(requestIn(give({ isClosedToTarget: true }))).toMatchObject({
      state: "deliveryFailed",
      status: "CatalogNotExternallyVisible",
    });
  });

  it("fails when its end has passed before", () => {
    const request = aRequest({ policyExpiration: { type: "afterDateTime", endDateTime: NOW } });
    expect(requestIn(give({ request })).status).toBe("EndPassed");
  });

  it("fails when the person has the package by another request: different policies of a package do not stack", () => {
    const decision = give({ access: access({ assignments: [anAssignment()] }) });
    expect(requestIn(decision)).toMatchObject({ status: "AlreadyAssigned", assignmentId: null });
  });

  it("an update of access that has ended comes too late", () => {
    const request = aRequest({ requestType: "userUpdate", assignmentId: "assignment" });
    expect(requestIn(give({ request })).status).toBe("AssignmentEnded");
  });
});

describe("access of somebody whom the directory does not have yet", () => {
  it("is an assignment that waits in delivering until they have an account", () => {
    const { subject } = access();
    const decision = give({ access: access({ subject: { ...subject, objectId: null } }) });
    expect(assignmentIn(decision).state).toBe("delivering");
    expect(assignmentIn(decision).status).not.toBe("Delivering");
    expect(decision.documents.find(({ kind }) => kind === "roleGrant")).toMatchObject({
      subjectObjectId: null,
    });
  });
});

describe("separation of duties when access begins", () => {
  it("stops it, naming the package and the assignment that collide", () => {
    const decision = give({
      accessPackage: EXCLUDING,
      access: access({ assignments: [AUDITOR] }),
      excludingNames: new Map([["audit", "Audit"]]),
    });
    expect(requestIn(decision)).toMatchObject({ state: "deliveryFailed", status: "IncompatibleAccess" });
    expect(decision.events).toMatchObject([
      {
        type: "assignmentRequestFailed",
        detail: {
          because: 'they have the incompatible access package "Audit" (audit) by assignment audit-assignment',
        },
      },
    ]);
    const inGroup = give({ accessPackage: EXCLUDING, groupIds: new Set(["auditors"]) });
    expect(inGroup.events[0]?.detail).toMatchObject({
      because: "they are in the incompatible group auditors",
    });
  });

  it("counts access that is scheduled, except at the scheduled start itself, where the first keeps its place", () => {
    const other = aRequest({ id: "other", accessPackageId: "audit", state: "scheduled" });
    const facts = { accessPackage: EXCLUDING, access: access({ requests: [other] }) };
    expect(requestIn(give(facts)).status).toBe("IncompatibleAccess");
    expect(requestIn(give({ ...facts, request: aRequest({ state: "scheduled" }) })).state).toBe("delivering");
    expect(requestIn(scheduleAccess(giving(facts), at("2026-12-24"), occasion())).status).toBe(
      "IncompatibleAccess",
    );
  });

  it("stops an extension, and not an update that gives no more time", () => {
    const mine = anAssignment({ endDateTime: at("2027-01-01") });
    const facts = { accessPackage: EXCLUDING, access: access({ assignments: [mine, AUDITOR] }) };
    const update = (says: Partial<AssignmentRequest>) =>
      requestIn(
        give({
          ...facts,
          request: aRequest({ requestType: "adminUpdate", assignmentId: "assignment", ...says }),
        }),
      );
    expect(update({}).status).toBe("IncompatibleAccess");
    const expiration = { type: "afterDateTime", endDateTime: at("2026-12-24") } as const;
    expect(update({ schedule: { startDateTime: null, expiration } }).state).toBe("delivered");
    const answers = [{ questionId: "q", value: "x", displayValue: null }];
    expect(update({ answers }).state).toBe("delivered");
  });
});

describe("access that is to begin later", () => {
  it("waits in state scheduled until its start", () => {
    const decision = scheduleAccess(giving(), at("2026-12-24"), occasion());
    expect(requestIn(decision)).toMatchObject({
      state: "scheduled",
      status: "PendingNotBefore",
      dueDateTime: at("2026-12-24"),
    });
    expect(typesOf(decision)).toEqual(["assignmentScheduled"]);
  });
});

describe("an update", () => {
  const mine = anAssignment({
    endDateTime: at("2027-01-01"),
    status: "NearExpiry14DayNotificationTriggered",
  });
  const renewing = (says: Partial<AssignmentRequest>, assignment = mine) =>
    give({
      access: access({ assignments: [assignment] }),
      request: aRequest({ assignmentId: "assignment", ...says }),
    });

  it("moves the end, forgets the reminders of the old one, and is done at once", () => {
    const decision = renewing({});
    expect(assignmentIn(decision)).toMatchObject({
      endDateTime: at("2027-11-22T19:25:45Z"),
      status: "Delivered",
    });
    expect(requestIn(decision)).toMatchObject({ state: "delivered", completedDateTime: NOW });
    expect(decision.events[0]?.changes).toEqual([
      { property: "endDateTime", oldValue: mine.endDateTime, newValue: at("2027-11-22T19:25:45Z") },
    ]);
  });

  it("never gives time past the policy's fixed end", () => {
    const policyExpiration = { type: "afterDateTime", endDateTime: at("2027-03-31") } as const;
    expect(assignmentIn(renewing({ policyExpiration })).endDateTime).toBe(at("2027-03-31"));
    const expiration = { type: "afterDateTime", endDateTime: at("2028-01-01") } as const;
    const schedule = { startDateTime: null, expiration };
    expect(assignmentIn(renewing({ policyExpiration, schedule })).endDateTime).toBe(at("2027-03-31"));
  });

  it("that asks for no end in particular never shortens access, also when the policy gives less than before", () => {
    const policyExpiration = { type: "afterDuration", duration: lasting("P7D") } as const;
    expect(assignmentIn(renewing({ policyExpiration })).endDateTime).toBe(mine.endDateTime);
    const endless = anAssignment();
    expect(assignmentIn(renewing({ policyExpiration }, endless)).endDateTime).toBeNull();
    const never = { type: "noExpiration" } as const;
    expect(assignmentIn(renewing({ policyExpiration: never })).endDateTime).toBeNull();
  });

  it("of answers replaces those to the same question, and leaves the end and the other answers", () => {
    const said = (questionId: string, value: string) => ({ questionId, value, displayValue: null });
    const assignment = {
      ...mine,
      state: "partiallyDelivered" as const,
      answers: [said("a", "1"), said("b", "2")],
    };
    const after = assignmentIn(renewing({ answers: [said("b", "3")] }, assignment));
    expect(after.answers).toEqual([said("a", "1"), said("b", "3")]);
    expect(after.endDateTime).toBe(mine.endDateTime);
    expect(after.status).toBe(mine.status);
  });

  it("to an end that has passed fails, and takes nothing away", () => {
    const expiration = { type: "afterDateTime", endDateTime: NOW } as const;
    const decision = renewing({ schedule: { startDateTime: null, expiration } });
    expect(requestIn(decision)).toMatchObject({ state: "deliveryFailed", status: "EndPassed" });
    expect(decision.documents).toHaveLength(1);
  });
});

describe("a removal", () => {
  const removal = aRequest({ requestType: "userRemove", assignmentId: "assignment" });

  it("skips approval, ends the assignment at once, and takes its roles", () => {
    const decision = takeAway(
      access({ assignments: [anAssignment()], grants: [aGrant("group")] }),
      removal,
      occasion(),
    );
    expect(requestIn(decision)).toMatchObject({ state: "delivering", approval: null });
    expect(assignmentIn(decision)).toMatchObject({
      state: "expired",
      status: "Removed",
      expiredDateTime: NOW,
    });
    expect(decision.documents.find(({ kind }) => kind === "roleGrant")).toMatchObject({ state: "revoking" });
  });

  it("leaves a role that another package of the person gives too", () => {
    const other = anAssignment({ id: "other", accessPackageId: "other" });
    const shared = aGrant("group", { assignmentIds: ["assignment", "other"] });
    const decision = takeAway(
      access({ assignments: [anAssignment(), other], grants: [shared] }),
      removal,
      occasion(),
    );
    expect(decision.documents.find(({ kind }) => kind === "roleGrant")).toMatchObject({
      state: "granted",
      assignmentIds: ["other"],
    });
  });

  it("of access that somebody else has ended meanwhile has nothing left to do", () => {
    const decision = takeAway(access(), removal, occasion());
    expect(requestIn(decision).state).toBe("delivered");
    expect(decision.events).toEqual([]);
  });

  it("lets extensions that are still asked for lapse", () => {
    const update = aRequest({
      ...{ id: "update", requestType: "userUpdate", state: "pendingApproval" },
      ...{ assignmentId: "assignment" },
    });
    const decision = takeAway(
      access({ assignments: [anAssignment()], requests: [update, removal] }),
      removal,
      occasion(),
    );
    expect(decision.documents).toContainEqual(
      expect.objectContaining({ id: "update", state: "canceled", status: "AssignmentEnded" }),
    );
  });
});

describe("every step", () => {
  it("is one of the tables of transitions", () => {
    const decisions = [
      give(),
      give({ accessPackage: undefined }),
      give({ accessPackage: aPackage({ resourceRoleScopes: [memberOf("a"), memberOf("b")] }) }),
    ];
    for (const decision of decisions)
      expect(isAllowedTransition("submitted", requestIn(decision).state)).toBe(true);
    expect(isAllowedAssignmentTransition(null, assignmentIn(give()).state)).toBe(true);
  });
});
