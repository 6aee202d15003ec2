/** Values that come with access (answers to the attribute questions of a package's resources) are kept in the ledger like roles. */
import { describe, expect, it } from "vitest";
import { settleDeliveries } from "../../../src/domain/assignment/delivery-result.js";
import { extendAssignment } from "../../../src/domain/assignment/extension.js";
import {
  grantedRole,
  regranting,
  revoking,
  revokingAgain,
  roleGrantId,
  withAssignment,
} from "../../../src/domain/assignment/ledger.js";
import { reconcile } from "../../../src/domain/assignment/reconciliation.js";
import { giveAccess } from "../../../src/domain/assignment-request/give-access.js";
import { grantEvent } from "../../../src/domain/assignment-request/request-events.js";
import { access, aGrant, anAssignment, aRequest, occasion } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { aPackage, memberOf } from "../../builders/packages.js";

const TITLE = { name: "jobTitle", value: "Seller", isPersisted: false };
const KEPT = { name: "extensionAttribute7", value: "yes", isPersisted: true };

describe("a value that comes with access", () => {
  it("is in the ledger when access begins, and desired as long as it stands", () => {
    const request = aRequest({ attributeValues: [TITLE] });
    const begun = giveAccess(
      {
        ...{ access: access(), request, accessPackage: aPackage(), isPolicyThere: true },
        ...{ groupIds: new Set(), excludingNames: new Map() },
      },
      occasion(),
    );
    expect(begun.documents.find(({ kind }) => kind === "assignment")).toMatchObject({
      attributeValues: [TITLE],
    });
    const standing = anAssignment({ attributeValues: [TITLE] });
    const entries = reconcile(
      access({ assignments: [standing] }),
      new Map([["package", aPackage({ resourceRoleScopes: [] })]]),
      occasion(),
    );
    expect(entries).toMatchObject([
      { state: "granting", role: { originSystem: "UserAttribute", resourceOriginId: "jobTitle" } },
    ]);
  });

  it("is taken away with it, unless it stays with the person", () => {
    const entries = reconcile(
      access({ assignments: [anAssignment({ attributeValues: [TITLE, KEPT] })] }),
      new Map([["package", aPackage({ resourceRoleScopes: [] })]]),
      occasion(),
    ).map((entry) => ({ ...entry, state: "granted" as const }));
    expect(entries.map((entry) => revoking(entry, occasion()).state)).toEqual(["revoking", "revoked"]);
  });

  it("is told from a role of a group, whatever that is called: roles are always taken away", () => {
    const { role } = aGrant("group");
    const persisted = aGrant("group", { role: { ...role, roleOriginId: "persisted" } });
    expect(revoking(persisted, occasion()).state).toBe("revoking");
  });

  it("is replaced by an update, which has it written", () => {
    const assignment = anAssignment({ attributeValues: [TITLE, KEPT], endDateTime: at("2027-01-01") });
    const changed = { ...TITLE, value: "Buyer" };
    const updated = extendAssignment(
      assignment,
      aRequest({ assignmentId: "assignment", attributeValues: [changed] }),
      occasion(),
    );
    expect(updated.documents.find(({ kind }) => kind === "assignment")).toMatchObject({
      attributeValues: expect.arrayContaining([changed, KEPT]),
    });
    expect(updated.events.map(({ type }) => type)).toEqual(["assignmentExtended", "reprocessRequested"]);
    const firstOnes = extendAssignment(
      anAssignment(),
      aRequest({ assignmentId: "assignment", attributeValues: [TITLE] }),
      occasion(),
    );
    expect(firstOnes.documents[1]).toMatchObject({ attributeValues: [TITLE] });
  });
});

describe("a role that a package gives twice", () => {
  it("is one entry in the ledger, standing for the assignment once", () => {
    const twice = aPackage({ resourceRoleScopes: [memberOf("group"), memberOf("group")] });
    const entries = reconcile(
      access({ assignments: [anAssignment()] }),
      new Map([["package", twice]]),
      occasion(),
    );
    expect(entries).toMatchObject([{ assignmentIds: ["assignment"] }]);
  });

  it("that is there already only comes to stand for one more assignment; one that was taken away is given anew", () => {
    const begin = (state: "granted" | "revoked", assignmentIds: readonly string[]) =>
      withAssignment(
        [aGrant("group", { state, assignmentIds })],
        [memberOf("group")],
        access().subject,
        "new",
        occasion(),
      );
    expect(begin("granted", ["assignment"])).toMatchObject([
      { state: "granted", assignmentIds: ["assignment", "new"], generation: 1 },
    ]);
    expect(begin("granted", ["new"])).toEqual([]);
    expect(begin("revoked", ["assignment"])).toMatchObject([
      { state: "granting", assignmentIds: ["new"], generation: 2 },
    ]);
  });

  it("as eligible is another one than as active", () => {
    const active = memberOf("group");
    const eligible = { ...active, role: { ...active.role, type: "eligible" as const } };
    const ids = [active, eligible].map((one) => roleGrantId(grantedRole(one), "subject", occasion()));
    expect(new Set(ids).size).toBe(2);
  });

  it("is given, or taken away, once more as a decision of its own when the target says otherwise", () => {
    const again = { generation: 2, attempts: 0, nextAttemptDateTime: NOW };
    expect(regranting(aGrant("group"), occasion())).toMatchObject({ state: "granting", ...again });
    const revoked = aGrant("group", { state: "revoked" });
    expect(revokingAgain(revoked, occasion())).toMatchObject({ state: "revoking", ...again });
  });

  it("is told of also when no assignment stands for it any more", () => {
    const event = grantEvent(occasion(), "roleRevoked", aGrant("group", { assignmentIds: [] }));
    expect(event.related).toEqual({ subjectId: "subject-target" });
  });
});

describe("settling many deliveries", () => {
  it("changes no more than fits into one batch; the next call goes on", () => {
    const assignments = ["a", "b", "c"].map((id) =>
      anAssignment({ id, accessPackageId: id, state: "delivering" }),
    );
    const requests = ["a", "b", "c"].map((assignmentId) =>
      aRequest({ id: `request-${assignmentId}`, state: "delivering", assignmentId }),
    );
    const facts = access({ assignments, requests });
    const changed = (limit: number) =>
      settleDeliveries(facts, occasion(), limit).documents.map(({ kind, id }) => `${kind} ${id}`);
    expect(changed(2)).toEqual(["assignment a", "assignment b"]);
    expect(changed(4)).toEqual([
      "assignment a",
      "assignment b",
      "assignment c",
      "assignmentRequest request-a",
    ]);
    const named = aRequest({ id: "none", state: "delivering", assignmentId: null });
    expect(settleDeliveries(access({ requests: [named] }), occasion(), 4).documents).toEqual([]);
    const lost = aRequest({ id: "lost", state: "delivering", assignmentId: "gone" });
    expect(settleDeliveries(access({ requests: [lost] }), occasion(), 4).documents).toMatchObject([
      { state: "deliveryFailed", completedDateTime: NOW },
    ]);
  });
});
