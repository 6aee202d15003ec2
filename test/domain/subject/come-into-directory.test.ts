import { describe, expect, it } from "vitest";
import { settleDeliveries } from "../../../src/domain/assignment/delivery-result.js";
import { dueEntries, reconcile } from "../../../src/domain/assignment/reconciliation.js";
import { comeIntoDirectory } from "../../../src/domain/subject/come-into-directory.js";
import { access, aGrant, anAssignment, aRequest, occasion, person } from "../../builders/access.js";
import { NOW } from "../../builders/instants.js";
import { aPackage, memberOf } from "../../builders/packages.js";

const OUTSIDE = { ...person("target"), objectId: null };
const waiting = { state: "delivering", status: "WaitingForGuestAccount", target: OUTSIDE } as const;
const packages = new Map([["package", aPackage({ resourceRoleScopes: [memberOf("group")] })]]);
const { subject } = access();
const outside = access({
  subject: { ...subject, objectId: null },
  assignments: [anAssignment(waiting)],
  requests: [aRequest({ ...waiting, requestor: OUTSIDE, assignmentId: "assignment" })],
  grants: [aGrant("group", { state: "granting", subjectObjectId: null })],
});

describe("access of somebody whom the directory does not have", () => {
  it("stays delivering: nothing is tried, and nothing is given up", () => {
    expect(reconcile(outside, packages, occasion())).toEqual([]);
    expect(dueEntries(outside.grants, NOW)).toEqual([]);
    expect(settleDeliveries(outside, occasion(), 50).documents).toEqual([]);
  });

  it("stays delivering also when the package gives no role", () => {
    expect(settleDeliveries({ ...outside, grants: [] }, occasion(), 50).documents).toEqual([]);
  });

  it("is taken back without telling any target: nothing was given", () => {
    const ended = { ...outside, assignments: [anAssignment({ ...waiting, state: "expired" })] };
    const [entry] = reconcile(ended, packages, occasion());
    expect(entry?.state).toBe("revoking");
    expect(dueEntries(entry === undefined ? [] : [entry], NOW)).toHaveLength(1);
  });

  it("is told by the account once there is one, and can then be given", () => {
    const inside = { ...outside, subject };
    expect(comeIntoDirectory(outside, occasion())).toEqual([]);
    const known = comeIntoDirectory(inside, occasion());
    expect(known.map(({ kind, status, target }) => [kind, status, target.objectId])).toEqual([
      ["assignment", "Delivering", "target"],
      ["assignmentRequest", "Delivering", "target"],
    ]);
    const [entry] = reconcile(inside, packages, occasion());
    expect([entry?.subjectObjectId, entry?.state]).toEqual(["target", "granting"]);
    expect(dueEntries(entry === undefined ? [] : [entry], NOW)).toHaveLength(1);
  });

  it("is due only once there is an account, so that it hides nothing that is overdue", () => {
    const [entry] = reconcile({ ...outside, grants: [] }, packages, occasion());
    expect([entry?.state, entry?.subjectObjectId, entry?.nextAttemptDateTime]).toEqual([
      "granting",
      null,
      null,
    ]);
    const inside = { ...outside, subject, grants: entry === undefined ? [] : [entry] };
    expect(reconcile(inside, packages, occasion())[0]?.nextAttemptDateTime).toBe(NOW);
  });

  it("is given anew when the account was deleted and another one takes its place", () => {
    const moved = {
      ...access(),
      assignments: [anAssignment()],
      grants: [aGrant("group", { subjectObjectId: "deleted-account" })],
    };
    expect(reconcile(moved, packages, occasion())).toMatchObject([
      { state: "granting", subjectObjectId: "target", generation: 2 },
    ]);
  });

  it("is told once: what is known already, or is over, stays as it is", () => {
    const known = { ...access(), assignments: [anAssignment()], requests: [aRequest()] };
    expect(comeIntoDirectory(known, occasion())).toEqual([]);
    const over = {
      ...access(),
      assignments: [anAssignment({ ...waiting, state: "expired" })],
      requests: [aRequest({ state: "delivered", target: OUTSIDE })],
    };
    expect(comeIntoDirectory(over, occasion())).toEqual([]);
    const byAdministrator = {
      ...access(),
      requests: [aRequest({ target: OUTSIDE, requestor: person("admin") })],
    };
    expect(comeIntoDirectory(byAdministrator, occasion())).toMatchObject([
      { status: "Accepted", requestor: { objectId: "admin" }, target: { objectId: "target" } },
    ]);
    const other = { ...access(), assignments: [anAssignment({ ...waiting, status: "Other" })] };
    expect(comeIntoDirectory(other, occasion())).toMatchObject([{ status: "Other" }]);
  });
});
