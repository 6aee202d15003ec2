import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import { revokeApprovedAccess } from "../../src/application/commands/revoke-approved-access.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { aPolicy, approvedBy, aStage, managerOfRequestor, user } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

let s: Scene;
let delivered: AssignmentRequest;

beforeEach(async () => {
  const stages = [
    aStage({ primaryApprovers: [managerOfRequestor()] }),
    aStage({ primaryApprovers: [user("olga")] }),
  ];
  s = await scene(aPolicy({ requestApprovalSettings: approvedBy(...stages) }));
  const request = await s.ask();
  must(await s.decide(MIRIAM, request));
  await s.world.settle();
  must(await s.decide(OLGA, request, "Approve", 1));
  await s.world.settle();
  delivered = await s.request(request.id);
});
afterEach(() => s.world.close());

const revoke = (call: Call, says: Partial<Parameters<typeof revokeApprovedAccess>[2]> = {}) =>
  revokeApprovedAccess(s.world.ports, call, {
    assignmentId: delivered.assignmentId ?? "",
    justification: "No longer on the project.",
    ...says,
  });

describe("an approver who takes access back", () => {
  it("ends it like a removal: the role goes, the person is told, the auditor reads who did it and why", async () => {
    expect(await s.world.isMember("group", "adele")).toBe(true);
    const made = must(await revoke(MIRIAM));
    expect(made).toMatchObject({ requestType: "approverRemove", state: "submitted", status: "Accepted" });
    await s.world.settle();
    expect(await s.request(made.id)).toMatchObject({ state: "delivered" });
    expect(await s.assignment(delivered.assignmentId)).toMatchObject({ state: "expired" });
    expect(await s.world.isMember("group", "adele")).toBe(false);
    expect(await s.subjects("adele@example.org")).toContain("Access has ended for Sales tools");
    expect(s.world.published.find(({ type }) => type === "approverRemovalRequested")).toMatchObject({
      actor: { id: "miriam" },
      detail: { reason: "No longer on the project." },
    });
  });

  it("may be the one of any stage, and nobody else: not the person, not another administrator", async () => {
    for (const call of [ADELE, ADMIN]) expect(await revoke(call)).toMatchObject({ code: "AccessDenied" });
    expect(await revoke(OLGA, { validateOnly: true })).toMatchObject({ kind: "done" });
    expect(await s.world.isMember("group", "adele")).toBe(true);
    expect(await revoke(OLGA)).toMatchObject({ kind: "done" });
  });

  it("is told that it is under way when two do it at the same moment", async () => {
    const outcomes = await Promise.all([revoke(MIRIAM), revoke(OLGA)]);
    expect(outcomes.map((one) => (one.kind === "done" ? "done" : one.code)).toSorted()).toEqual([
      "ExistingOpenRequest",
      "done",
    ]);
  });

  it("makes one request of one call that is repeated with its key", async () => {
    const call: Call = { ...MIRIAM, idempotency: { key: "key", fingerprint: "fingerprint" } };
    expect(must(await revoke(call)).id).toBe(must(await revoke(call)).id);
  });

  it("is a person, not an application, and names an assignment that there is", async () => {
    const robot: Call = {
      correlationId: "robot",
      caller: {
        kind: "application",
        objectId: "robot",
        tenantId: "t",
        displayName: null,
        appId: "a",
        appRoles: [],
      },
    };
    expect(await revoke(robot)).toMatchObject({ code: "Forbidden" });
    expect(await revoke(MIRIAM, { assignmentId: "unknown" })).toMatchObject({ code: "ResourceNotFound" });
  });
});
