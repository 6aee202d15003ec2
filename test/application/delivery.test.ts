import { afterEach, describe, expect, it } from "vitest";
import { systemCall } from "../../src/application/access/occasion.js";
import { deliverSubject } from "../../src/application/commands/deliver-subject.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import { reprocessAssignment } from "../../src/application/commands/reprocess-assignment.js";
import { reprocessAssignmentRequest } from "../../src/application/commands/reprocess-assignment-request.js";
import { type FlakyConnector, flakyConnector, OUT_OF_ORDER } from "../builders/flaky-connector.js";
import { at, lasting } from "../builders/instants.js";
import { aPackage, memberOf } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, type Scene, scene } from "./scene.js";

const FOREVER = aPolicy({ expiration: { type: "noExpiration" } });
let s: Scene;
afterEach(() => s.world.close());

async function sceneWith(flaky: FlakyConnector, groups: readonly string[] = ["group"]): Promise<Scene> {
  const opened = await scene(FOREVER, { connector: flaky.wrap });
  for (const id of groups.filter((group) => group !== "group")) await opened.world.group(id);
  await opened.world.put("catalog/catalog", aPackage({ resourceRoleScopes: groups.map(memberOf) }));
  return opened;
}

function subjectId(): string {
  return s.world.ports.ids.derive("subject", "adele");
}

describe("delivery", () => {
  it("writes what it is going to do before it touches the target", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    const seen: string[] = [];
    flaky.trouble = async () => {
      seen.push(...(await s.ledger()).map(({ state }) => state));
      return undefined;
    };
    await s.ask();
    expect(seen).toEqual(["granting"]);
    expect(await s.ledger()).toMatchObject([{ state: "granted", lastError: null }]);
  });

  it("tries again by itself, with the same key, until the target answers", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    flaky.trouble = async () => OUT_OF_ORDER;
    const request = await s.ask();
    expect(request).toMatchObject({ state: "delivering" });
    expect(await s.ledger()).toMatchObject([
      {
        attempts: 1,
        lastError: "The target is out of order.",
        nextAttemptDateTime: at("2026-11-22T19:26:45Z"),
      },
    ]);
    await s.world.advanceTo(at("2026-11-22T19:28:45Z"));
    expect(await s.ledger()).toMatchObject([{ attempts: 3 }]);
    flaky.trouble = undefined;
    await s.world.advanceTo(at("2026-11-22T19:32:45Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "delivered" });
    expect(flaky.log).toEqual(["grant group .1"]);
  });

  it("is reported as failed after a quarter of an hour, and succeeds months later all the same", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    flaky.trouble = async () => OUT_OF_ORDER;
    const request = await s.ask();
    await s.world.advanceTo(at("2026-11-22T19:40:45Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "deliveryFailed" });
    expect(await s.assignments()).toMatchObject([{ state: "deliveryFailed" }]);
    await s.world.advanceTo(at("2026-11-25"));
    expect((await s.ledger())[0]?.attempts).toBeGreaterThan(50);
    flaky.trouble = undefined;
    await s.world.advanceTo(at("2026-11-25T01:00:00Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "delivered" });
    expect(await s.subjects("adele@example.org")).toEqual(["You now have access to Sales tools"]);
  });

  it("is partial when one target of several fails, and complete when that is reprocessed", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky, ["group", "wiki"]);
    flaky.trouble = async (_what, role) => (role.resourceOriginId === "wiki" ? OUT_OF_ORDER : undefined);
    const request = await s.ask();
    await s.world.advanceTo(at("2026-11-22T19:40:45Z"));
    expect(await s.request(request.id)).toMatchObject({ state: "partiallyDelivered" });
    expect(await s.world.isMember("group", "adele")).toBe(true);
    flaky.trouble = undefined;
    const requestId = request.id;
    must(await reprocessAssignmentRequest(s.world.ports, ADMIN, { requestId }));
    expect(await s.request(requestId)).toMatchObject({ state: "delivering", status: "Reprocessing" });
    await s.world.settle();
    expect(await s.request(requestId)).toMatchObject({ state: "delivered" });
    expect(await reprocessAssignmentRequest(s.world.ports, ADMIN, { requestId })).toMatchObject({
      code: "RequestNotReprocessable",
    });
  });

  it("counts a role only when the target shows it", async () => {
    const flaky = flakyConnector();
    s = await scene(FOREVER, { connector: (real) => ({ ...flaky.wrap(real), has: async () => false }) });
    const request = await s.ask();
    expect(request).toMatchObject({ state: "delivering" });
    expect((await s.ledger())[0]?.lastError).toContain("does not show it");
  });

  it("is not held up by a connector that throws", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky, ["group", "wiki"]);
    flaky.trouble = async (_what, role) => {
      if (role.resourceOriginId === "wiki") throw new Error("a bug in the connector");
      return undefined;
    };
    await s.ask();
    const states = new Map((await s.ledger()).map(({ role, state }) => [role.resourceOriginId, state]));
    expect(Object.fromEntries(states)).toEqual({ group: "granted", wiki: "granting" });
  });

  it("run again and again changes nothing and touches nothing", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    await s.ask();
    const before = { ledger: await s.ledger(), log: [...flaky.log] };
    for (let i = 0; i < 3; i++)
      await deliverSubject(s.world.ports, systemCall("again"), { subjectId: subjectId() });
    expect({ ledger: await s.ledger(), log: flaky.log }).toEqual(before);
  });

  it("of a package with very many roles gives them all", async () => {
    const groups = Array.from({ length: 95 }, (_, i) => `group-${i}`);
    const flaky = flakyConnector();
    s = await sceneWith(flaky, groups);
    const request = await s.ask();
    expect(request.state).toBe("delivered");
    expect((await s.ledger()).filter(({ state }) => state === "granted")).toHaveLength(95);
    must(await s.submit({ requestType: "userRemove", assignmentId: request.assignmentId ?? "" }));
    await s.world.settle();
    expect((await s.ledger()).filter(({ state }) => state === "revoked")).toHaveLength(95);
  });

  it("does not leave access behind when it ends at the moment of being given", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    flaky.afterwards = async () => {
      flaky.afterwards = undefined;
      const [assignment] = await s.assignments();
      // An administrator removes the access after the target was told and before the ledger knows it.
      must(await s.submit({ requestType: "adminRemove", assignmentId: assignment?.id ?? "" }, ADMIN));
      const removal = (await s.requests()).find(({ requestType }) => requestType === "adminRemove");
      await proceedWithRequest(s.world.ports, systemCall("removal"), {
        requestId: removal?.id ?? "",
        subjectId: subjectId(),
      });
    };
    await s.ask();
    expect(await s.world.isMember("group", "adele")).toBe(false);
    expect(await s.ledger()).toMatchObject([{ state: "revoked" }]);
    expect(flaky.log).toEqual(["grant group .1", "revoke group .2"]);
    expect(
      (await s.requests()).map(({ requestType, state }) => `${requestType} ${state}`).toSorted(),
    ).toEqual(["adminRemove delivered", "userAdd deliveryFailed"]);
  });
});

describe("two reconciliations of one person at once, which sessions are there to prevent", () => {
  it("leave no one without access when the slower one takes away what the faster one has just given", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    const { assignmentId } = await s.ask();
    flaky.trouble = async (what) => {
      if (what !== "revoke") return undefined;
      flaky.trouble = undefined;
      // The slower one is about to revoke. Meanwhile the access is asked for anew, and the faster one gives it.
      const again = must(await s.submit());
      await proceedWithRequest(s.world.ports, systemCall("faster"), {
        requestId: again.id,
        subjectId: subjectId(),
      });
      await deliverSubject(s.world.ports, systemCall("faster"), { subjectId: subjectId() });
      expect(await s.request(again.id)).toMatchObject({ state: "delivered" });
      return undefined;
    };
    await s.ask({ requestType: "userRemove", assignmentId: assignmentId ?? "" });
    expect(await s.world.isMember("group", "adele")).toBe(true);
    expect(await s.ledger()).toMatchObject([{ state: "granted" }]);
  });
});

describe("access through several packages", () => {
  async function twoPackages(): Promise<void> {
    s = await scene(FOREVER);
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "second", displayName: "Second", resourceRoleScopes: [memberOf("group")] }),
      aPolicy({ ...FOREVER, id: "second policy", accessPackageId: "second" }),
    );
  }

  it("stays while one of them gives it, and goes with the last", async () => {
    await twoPackages();
    const first = await s.ask();
    const second = await s.ask({ accessPackageId: "second" });
    await s.ask({ requestType: "userRemove", assignmentId: first.assignmentId ?? "" });
    expect(await s.world.isMember("group", "adele")).toBe(true);
    await s.ask({ requestType: "userRemove", assignmentId: second.assignmentId ?? "" });
    expect(await s.world.isMember("group", "adele")).toBe(false);
    const removals = (await s.requests()).filter(({ requestType }) => requestType === "userRemove");
    expect(removals.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it("follows a package whose roles are changed, for everybody who has it", async () => {
    await twoPackages();
    await s.world.group("wiki");
    await s.ask();
    await s.ask({ requestType: "adminAdd", targetObjectId: "olga" }, ADMIN);
    await s.world.put(
      "catalog/catalog",
      aPackage({ resourceRoleScopes: [memberOf("wiki")] }),
      rolesChanged(s),
    );
    await s.world.settle();
    for (const id of ["adele", "olga"]) {
      expect(await s.world.isMember("wiki", id)).toBe(true);
      expect(await s.world.isMember("group", id)).toBe(false);
    }
  });

  it("comes back when somebody took it away by hand and the assignment is reprocessed", async () => {
    await twoPackages();
    const request = await s.ask();
    must(await s.world.directory.groups.removeMember("group", "adele"));
    must(await reprocessAssignment(s.world.ports, ADMIN, { assignmentId: request.assignmentId ?? "" }));
    await s.world.settle();
    expect(await s.world.isMember("group", "adele")).toBe(true);
    expect(await s.assignment(request.assignmentId)).toMatchObject({ state: "delivered" });
  });
});

describe("a delivery that is given up", () => {
  it("is canceled: its assignment ends and what was given is taken away", async () => {
    const flaky = flakyConnector();
    s = await sceneWith(flaky);
    flaky.trouble = async () => OUT_OF_ORDER;
    const request = await s.ask({
      schedule: { startDateTime: null, expiration: { type: "afterDuration", duration: lasting("P30D") } },
    });
    await s.world.advanceTo(at("2026-11-22T19:40:45Z"));
    must(await s.cancel(ADELE, request));
    flaky.trouble = undefined;
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({ state: "canceled" });
    expect(await s.assignments()).toMatchObject([{ state: "expired" }]);
    expect(await s.ledger()).toMatchObject([{ state: "revoked" }]);
  });
});

function rolesChanged({ world }: Scene) {
  return {
    kind: "event",
    id: "roles-changed",
    type: "accessPackageRolesChanged",
    dateTime: world.now(),
    actor: { kind: "user", id: "admin", displayName: "admin", userPrincipalName: null },
    correlationId: "roles-changed",
    partition: "catalog/catalog",
    object: { type: "accessPackage", id: "package", displayName: "Sales tools" },
    related: { catalogId: "catalog", accessPackageId: "package" },
  } as const;
}
