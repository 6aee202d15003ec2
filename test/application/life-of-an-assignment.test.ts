import { afterEach, describe, expect, it } from "vitest";
import { deleteAssignmentRequest } from "../../src/application/commands/delete-assignment-request.js";
import { listAdditionalAccess } from "../../src/application/queries/list-additional-access.js";
import { at, lasting } from "../builders/instants.js";
import { aCatalog, aPackage } from "../builders/packages.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

const NINETY_DAYS = aPolicy({ expiration: { type: "afterDuration", duration: lasting("P90D") } });
let s: Scene;
afterEach(() => s.world.close());

describe("access that begins later", () => {
  const schedule = {
    startDateTime: at("2026-12-01T08:00:00Z"),
    expiration: { type: "notSpecified" },
  } as const;

  it("begins exactly at the start that was asked for, and counts from there", async () => {
    s = await scene(NINETY_DAYS);
    const request = await s.ask({ schedule });
    expect(request).toMatchObject({ state: "scheduled", status: "PendingNotBefore" });
    await s.world.advanceTo(at("2026-12-01T07:59:59.999Z"));
    expect(await s.world.isMember("group", "adele")).toBe(false);
    await s.world.advanceTo(at("2026-12-01T08:00:00Z"));
    expect(await s.world.isMember("group", "adele")).toBe(true);
    expect(await s.assignments()).toMatchObject([
      { startDateTime: schedule.startDateTime, endDateTime: at("2027-03-01T08:00:00Z") },
    ]);
  });

  it("begins at its approval when that comes after the start", async () => {
    s = await scene({
      ...NINETY_DAYS,
      ...aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) }),
    });
    const request = await s.ask({ schedule });
    await s.world.advanceTo(at("2026-12-03T09:00:00Z"));
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect(await s.assignments()).toMatchObject([
      { startDateTime: at("2026-12-03T09:00:00Z"), state: "delivered" },
    ]);
  });

  it("can be canceled until it begins", async () => {
    s = await scene(NINETY_DAYS);
    const request = await s.ask({ schedule });
    must(await s.cancel(ADELE, request));
    await s.world.advanceTo(at("2026-12-02"));
    expect(await s.assignments()).toEqual([]);
  });

  it("is not given when its end has passed before anybody approved", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) }),
    );
    const expiration = { type: "afterDateTime", endDateTime: at("2026-11-24") } as const;
    const request = await s.ask({ schedule: { startDateTime: null, expiration } });
    await s.world.advanceTo(at("2026-11-25"));
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({ state: "deliveryFailed", status: "EndPassed" });
    expect(await s.assignments()).toEqual([]);
  });
});

describe("extending access", () => {
  it("moves the end, counted from the extension, and the old end passes without effect", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    await s.world.advanceTo(at("2027-02-01T12:00:00Z"));
    const update = await s.ask({ requestType: "userUpdate", assignmentId: assignmentId ?? "" });
    expect(update).toMatchObject({ state: "delivered", assignmentId });
    expect(await s.assignment(assignmentId)).toMatchObject({ endDateTime: at("2027-05-02T12:00:00Z") });
    await s.world.advanceTo(at("2027-02-21"));
    expect(await s.world.isMember("group", "adele")).toBe(true);
    await s.world.advanceTo(at("2027-05-02T12:00:00Z"));
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("can be asked for by asking for the package again", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    await s.world.advanceTo(at("2027-02-01T12:00:00Z"));
    expect(await s.ask()).toMatchObject({ state: "delivered", assignmentId });
    expect(await s.assignments()).toHaveLength(1);
  });

  it("needs approval where the policy says so, and lapses when access ends before", async () => {
    s = await scene({
      ...NINETY_DAYS,
      requestApprovalSettings: {
        isApprovalRequiredForAdd: false,
        isApprovalRequiredForUpdate: true,
        isRequestorJustificationRequired: false,
        stages: [aStage({ primaryApprovers: [user("miriam")] })],
      },
    });
    const { assignmentId } = await s.ask();
    await s.world.advanceTo(at("2027-02-15"));
    const update = await s.ask({ requestType: "userUpdate", assignmentId: assignmentId ?? "" });
    expect(update.state).toBe("pendingApproval");
    await s.world.advanceTo(at("2027-02-21"));
    expect(await s.request(update.id)).toMatchObject({ state: "canceled", status: "AssignmentEnded" });
    expect(await s.decide(MIRIAM, update)).toMatchObject({ code: "Conflict" });
  });

  it("by an administrator may shorten it, too", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    const expiration = { type: "afterDateTime", endDateTime: at("2026-11-30T17:00:00Z") } as const;
    await s.ask(
      {
        requestType: "adminUpdate",
        assignmentId: assignmentId ?? "",
        schedule: { startDateTime: null, expiration },
      },
      ADMIN,
    );
    await s.world.advanceTo(at("2026-11-30T17:00:00Z"));
    expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired" });
  });
});

describe("removing access", () => {
  it("by oneself ends it at once and records who did it", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    const removal = await s.ask({ requestType: "userRemove", assignmentId: assignmentId ?? "" });
    expect(removal).toMatchObject({ state: "delivered", approval: null });
    expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired", status: "Removed" });
    expect(await s.world.isMember("group", "adele")).toBe(false);
    expect(await s.subjects("adele@example.org")).toContain("Access has ended for Sales tools");
  });

  it("works for somebody who is no longer in the directory", async () => {
    s = await scene(NINETY_DAYS);
    const { assignmentId } = await s.ask();
    must(await s.world.directory.users.delete("adele"));
    const removal = await s.ask({ requestType: "adminRemove", assignmentId: assignmentId ?? "" }, ADMIN);
    expect(removal.state).toBe("delivered");
  });

  it("by a stranger is refused, and so is removing what has ended", async () => {
    s = await scene(NINETY_DAYS);
    const assignmentId = (await s.ask()).assignmentId ?? "";
    expect(await s.submit({ requestType: "userRemove", assignmentId }, OLGA)).toMatchObject({
      code: "Forbidden",
    });
    expect(await s.submit({ requestType: "adminRemove", assignmentId }, OLGA)).toMatchObject({
      code: "Forbidden",
    });
    await s.ask({ requestType: "userRemove", assignmentId });
    expect(await s.submit({ requestType: "userRemove", assignmentId })).toMatchObject({ code: "BadRequest" });
  });
});

describe("separation of duties", () => {
  async function exclusive(): Promise<void> {
    const approved = { requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) };
    s = await scene(aPolicy(approved));
    await s.world.put(
      "catalog/catalog",
      aPackage({ incompatibleAccessPackageIds: ["audit"] }),
      aPackage({
        id: "audit",
        displayName: "Audit",
        resourceRoleScopes: [],
        incompatibleAccessPackageIds: ["package"],
      }),
      aPolicy({ ...approved, id: "audit policy", accessPackageId: "audit" }),
    );
  }

  it("is looked at again when access begins: of two requests that exclude each other the second fails", async () => {
    await exclusive();
    const sales = await s.ask();
    const audit = await s.ask({ accessPackageId: "audit" });
    must(await s.decide(MIRIAM, sales));
    await s.world.settle();
    must(await s.decide(MIRIAM, audit));
    await s.world.settle();
    expect(await s.request(sales.id)).toMatchObject({ state: "delivered" });
    expect(await s.request(audit.id)).toMatchObject({
      state: "deliveryFailed",
      status: "IncompatibleAccess",
    });
    expect(await s.assignments()).toHaveLength(1);
  });

  it("refuses a request, and a direct assignment, to whoever has what excludes it", async () => {
    await exclusive();
    must(await s.decide(MIRIAM, await s.ask()));
    await s.world.settle();
    expect(await s.submit({ accessPackageId: "audit" })).toMatchObject({ code: "IncompatibleAccess" });
    const direct = { requestType: "adminAdd", accessPackageId: "audit", targetObjectId: "adele" } as const;
    expect(await s.submit(direct, ADMIN)).toMatchObject({ code: "IncompatibleAccess" });
  });

  it("shows who has both where exclusion came after the access", async () => {
    s = await scene(NINETY_DAYS);
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "audit", displayName: "Audit" }),
      aPolicy({ id: "audit policy", accessPackageId: "audit" }),
    );
    await s.ask();
    await s.ask({ accessPackageId: "audit" });
    await s.ask({ accessPackageId: "audit" }, OLGA);
    const ids = { accessPackageId: "audit", incompatibleAccessPackageId: "package" };
    const page = must(await listAdditionalAccess(s.world.ports, ADMIN, ids, { top: 10, count: false }));
    expect(page.items.map(({ document }) => document.target.objectId)).toEqual(["adele"]);
  });
});

describe("what is asked at the same moment", () => {
  it("many times by one person becomes one open request, for somebody new and for somebody known", async () => {
    s = await scene(NINETY_DAYS);
    for (const known of [false, true]) {
      if (known) await s.ask({ requestType: "userRemove" });
      const results = await Promise.all(Array.from({ length: 8 }, () => s.submit()));
      const codes = results.map((result) => (result.kind === "done" ? "done" : result.code)).toSorted();
      expect(codes).toEqual([...Array.from({ length: 7 }, () => "ExistingOpenRequest"), "done"]);
      await s.world.settle();
    }
    expect((await s.assignments()).map(({ state }) => state).toSorted()).toEqual(["delivered", "expired"]);
  });

  it("with one Idempotency-Key is one request, also when sent again later; another body under the key is refused", async () => {
    s = await scene(NINETY_DAYS);
    const call = { ...ADELE, idempotency: { key: "key of adele", fingerprint: "one" } };
    const results = await Promise.all(Array.from({ length: 5 }, () => s.submit({}, call)));
    const ids = new Set(results.map((result) => must(result).id));
    expect(ids.size).toBe(1);
    await s.world.settle();
    expect(must(await s.submit({}, call))).toMatchObject({ id: [...ids][0], state: "delivered" });
    const other = { ...call, idempotency: { ...call.idempotency, fingerprint: "two" } };
    expect(await s.submit({}, other)).toMatchObject({ code: "IdempotencyKeyReused" });
    expect(await s.requests()).toHaveLength(1);
  });
});

describe("what is named in a request", () => {
  it("must exist: package, person, policy, assignment", async () => {
    s = await scene(NINETY_DAYS);
    expect(await s.submit({ accessPackageId: "nothing" })).toMatchObject({ code: "ResourceNotFound" });
    expect(await s.submit({ requestType: "adminAdd", targetObjectId: "nobody" }, ADMIN)).toMatchObject({
      code: "Request_ResourceNotFound",
    });
    expect(await s.submit({ assignmentPolicyId: "nothing" })).toMatchObject({ code: "PolicyNotApplicable" });
    expect(await s.submit({ requestType: "userRemove", assignmentId: "nothing" })).toMatchObject({
      code: "ResourceNotFound",
    });
    expect(await s.submit({ requestType: "userRemove" })).toMatchObject({ code: "ResourceNotFound" });
    expect(await s.submit({ requestType: "adminAdd" }, ADMIN)).toMatchObject({ code: "InvalidModel" });
  });

  it("may be the package alone where an assignment is changed or removed", async () => {
    s = await scene(NINETY_DAYS);
    await s.ask();
    expect(await s.ask({ requestType: "userRemove" })).toMatchObject({ state: "delivered" });
  });

  it("is blocked by an unpublished catalog, except for administrators", async () => {
    s = await scene(NINETY_DAYS);
    await s.world.put("catalog/catalog", aCatalog({ state: "unpublished" }));
    expect(await s.submit()).toMatchObject({ code: "PolicyNotApplicable" });
    expect(await s.ask({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN)).toMatchObject({
      state: "delivered",
    });
  });
});

describe("the record of a request", () => {
  it("can be deleted when it is closed and has no assignment, and by an administrator only", async () => {
    s = await scene(
      aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) }),
    );
    const request = await s.ask();
    const input = { requestId: request.id };
    expect(await deleteAssignmentRequest(s.world.ports, ADMIN, input)).toMatchObject({ code: "BadRequest" });
    must(await s.cancel(ADELE, request));
    expect(await deleteAssignmentRequest(s.world.ports, ADELE, input)).toMatchObject({ code: "Forbidden" });
    must(await deleteAssignmentRequest(s.world.ports, ADMIN, input));
    expect(await s.requests()).toEqual([]);
  });
});
