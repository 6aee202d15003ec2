import { afterEach, describe, expect, it } from "vitest";
import { reprocessAssignment } from "../../src/application/commands/reprocess-assignment.js";
import { reprocessAssignmentRequest } from "../../src/application/commands/reprocess-assignment-request.js";
import type { SubmitAssignmentRequestInput } from "../../src/application/commands/submit-assignment-request.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { flakyConnector, OUT_OF_ORDER } from "../builders/flaky-connector.js";
import { at, lasting } from "../builders/instants.js";
import { aPackage, memberOf } from "../builders/packages.js";
import { aPolicy, approvedBy, aStage, managerOfTarget, user } from "../builders/policies.js";
import { ADMIN, must, type WorldOptions } from "../builders/world.js";
import { ADELE, MIRIAM, type Scene, scene } from "./scene.js";

const NINETY_DAYS = aPolicy({ expiration: { type: "afterDuration", duration: lasting("P90D") } });
const APPROVED = {
  ...NINETY_DAYS,
  ...aPolicy({ requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) }),
};

let s: Scene;
afterEach(() => s.world.close());

/** "package" excludes whoever has "audit" or is in "auditors"; "audit" excludes nobody unless said. */
async function duties(
  policy: AssignmentPolicy = NINETY_DAYS,
  says: { readonly mutual?: boolean; readonly options?: WorldOptions } = {},
): Promise<void> {
  s = await scene(policy, says.options);
  await s.world.group("auditors");
  await s.world.group("inner-auditors");
  must(await s.world.directory.groups.addMember("auditors", "inner-auditors"));
  await s.world.put(
    "catalog/catalog",
    aPackage({
      resourceRoleScopes: [memberOf("group")],
      incompatibleAccessPackageIds: ["audit"],
      incompatibleGroupIds: ["auditors"],
    }),
    aPackage({
      id: "audit",
      displayName: "Audit",
      resourceRoleScopes: [],
      incompatibleAccessPackageIds: says.mutual === true ? ["package"] : [],
    }),
    aPolicy({ id: "audit-policy", accessPackageId: "audit" }),
  );
}

const audit = (says: Partial<SubmitAssignmentRequestInput> = {}) =>
  s.ask({ accessPackageId: "audit", ...says });

const code = async (says: Partial<SubmitAssignmentRequestInput>, call = ADELE) => {
  const outcome = await s.submit(says, call);
  return outcome.kind === "refused" ? outcome.code : "done";
};

const until = (text: string) =>
  ({ startDateTime: null, expiration: { type: "afterDateTime", endDateTime: at(text) } }) as const;

describe("somebody who has an incompatible package", () => {
  it("cannot ask for the package, and is told which package and which assignment stand in the way", async () => {
    await duties();
    const { assignmentId } = await audit();
    expect(await s.submit()).toMatchObject({
      code: "IncompatibleAccess",
      message: `adele (adele) cannot have access package "Sales tools" (package): they have the incompatible access package "Audit" (audit) by assignment ${assignmentId}.`,
    });
  });

  it("cannot be given it by an administrator, nor by their manager on their behalf", async () => {
    await duties(
      aPolicy({
        requestorSettings: {
          enableOnBehalfRequestorsToAddAccess: true,
          onBehalfRequestors: [managerOfTarget()],
        },
      }),
    );
    await audit();
    expect(await code({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN)).toBe(
      "IncompatibleAccess",
    );
    expect(await code({ requestType: "onBehalfAdd", targetObjectId: "adele" }, MIRIAM)).toBe(
      "IncompatibleAccess",
    );
  });

  it("may have the other way round: only the package that lists the other excludes it", async () => {
    await duties();
    await s.ask();
    expect(await audit()).toMatchObject({ state: "delivered" });
  });

  it("is also who will have it: approved access that begins later counts", async () => {
    await duties();
    const request = await audit({
      schedule: { startDateTime: at("2026-12-24"), expiration: { type: "notSpecified" } },
    });
    expect(await s.submit()).toMatchObject({
      code: "IncompatibleAccess",
      message: expect.stringContaining(`"Audit" (audit) by request ${request.id}`),
    });
  });
});

describe("somebody in an incompatible group", () => {
  it("cannot have the package, also when they are in it through another group, and is told which group", async () => {
    await duties();
    must(await s.world.directory.groups.addMember("inner-auditors", "adele"));
    expect(await s.submit()).toMatchObject({
      code: "IncompatibleAccess",
      message: expect.stringContaining('they are in the incompatible group "auditors" (auditors)'),
    });
  });

  it("may be an application as well", async () => {
    await duties(aPolicy({ allowedTargetScope: "allDirectoryServicePrincipals" }));
    const { applications, groups } = s.world.directory;
    const { document } = must(await applications.createApplication({ displayName: "Robot" }));
    const robot = must(await applications.createServicePrincipal({ appId: document.appId })).document;
    const assign = { requestType: "adminAdd", targetObjectId: robot.id } as const;
    must(await groups.addMember("inner-auditors", robot.id));
    expect(await code(assign, ADMIN)).toBe("IncompatibleAccess");
    must(await groups.removeMember("inner-auditors", robot.id));
    expect(await code(assign, ADMIN)).toBe("done");
  });
});

describe("what excludes a package is looked at again when access begins", () => {
  it("after an approval: who got the other package while waiting does not get this one", async () => {
    await duties(APPROVED);
    const request = await s.ask();
    const { assignmentId } = await audit();
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "deliveryFailed",
      status: "IncompatibleAccess",
      assignmentId: null,
    });
    const failed = s.world.published.find(({ type }) => type === "assignmentRequestFailed");
    expect(failed?.detail).toMatchObject({ because: expect.stringContaining(String(assignmentId)) });
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("at a start that lies ahead: who got the other package before it does not get this one", async () => {
    await duties();
    const request = await s.ask({
      schedule: { startDateTime: at("2026-12-24"), expiration: { type: "notSpecified" } },
    });
    expect(request.state).toBe("scheduled");
    await audit();
    await s.world.advanceTo(at("2026-12-25"));
    expect(await s.request(request.id)).toMatchObject({ status: "IncompatibleAccess" });
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("when an extension is approved: access that has come to be excluded meanwhile keeps its end", async () => {
    await duties({
      ...NINETY_DAYS,
      requestApprovalSettings: {
        ...APPROVED.requestApprovalSettings,
        isApprovalRequiredForAdd: false,
        isApprovalRequiredForUpdate: true,
      },
    });
    const { assignmentId } = await s.ask();
    const before = await s.assignment(assignmentId);
    await s.world.advanceTo(at("2026-12-24"));
    const update = await s.ask({ requestType: "userUpdate", assignmentId: assignmentId ?? "" });
    await audit();
    must(await s.decide(MIRIAM, update));
    await s.world.settle();
    expect(await s.request(update.id)).toMatchObject({
      state: "deliveryFailed",
      status: "IncompatibleAccess",
    });
    expect((await s.assignment(assignmentId)).endDateTime).toBe(before.endDateTime);
  });
});

describe("access that overlaps already", () => {
  async function overlapping(): Promise<string> {
    await duties();
    const { assignmentId } = await s.ask();
    await audit();
    await s.world.advanceTo(at("2026-12-24"));
    return assignmentId ?? "";
  }

  it("stays: what is made incompatible later takes nothing away", async () => {
    const assignmentId = await overlapping();
    expect((await s.assignment(assignmentId)).state).toBe("delivered");
    must(await reprocessAssignment(s.world.ports, ADMIN, { assignmentId }));
    await s.world.settle();
    expect(await s.world.isMember("group", "adele")).toBe(true);
  });

  it("cannot be extended or asked for again, by the person or by an administrator", async () => {
    const assignmentId = await overlapping();
    expect(await code({ requestType: "userUpdate", assignmentId })).toBe("IncompatibleAccess");
    expect(await code({})).toBe("IncompatibleAccess");
    expect(await code({ requestType: "adminUpdate", assignmentId }, ADMIN)).toBe("IncompatibleAccess");
    expect(
      await code({ requestType: "adminUpdate", assignmentId, schedule: until("2027-03-01") }, ADMIN),
    ).toBe("IncompatibleAccess");
  });

  it("can be shortened by an administrator, and given up", async () => {
    const assignmentId = await overlapping();
    expect(
      await code({ requestType: "adminUpdate", assignmentId, schedule: until("2027-01-15") }, ADMIN),
    ).toBe("done");
    await s.world.settle();
    expect((await s.assignment(assignmentId)).endDateTime).toBe(at("2027-01-15"));
    expect(await code({ requestType: "userRemove", assignmentId })).toBe("done");
  });
});

describe("reprocessing", () => {
  it("does not give what has come to be excluded: a request of which nothing was delivered stays failed", async () => {
    const flaky = flakyConnector();
    flaky.trouble = async () => OUT_OF_ORDER;
    await duties(NINETY_DAYS, { options: { connector: flaky.wrap } });
    const request = await s.ask();
    await s.world.advanceTo(at("2026-11-22T23:00:00Z"));
    expect((await s.request(request.id)).state).toBe("deliveryFailed");
    await audit();
    const outcome = await reprocessAssignmentRequest(s.world.ports, ADMIN, { requestId: request.id });
    expect(outcome).toMatchObject({ kind: "refused", code: "IncompatibleAccess" });
  });
});

describe("two requests at the same moment for packages that exclude each other", () => {
  it("cannot both win, whichever is first", async () => {
    for (const order of [
      ["package", "audit"],
      ["audit", "package"],
    ]) {
      await duties(NINETY_DAYS, { mutual: true });
      await Promise.all(order.map(async (accessPackageId) => must(await s.submit({ accessPackageId }))));
      await s.world.settle();
      const states = (await s.requests()).map(({ state, status }: AssignmentRequest) => `${state} ${status}`);
      expect(states.toSorted()).toEqual(["delivered Delivered", "deliveryFailed IncompatibleAccess"]);
      expect((await s.assignments()).length).toBe(1);
      if (order[0] === "package") await s.world.close();
    }
  });
});
