/** Requests that wait for an extension: they go on, end, or run out of time, and one of these wins (spec/domain.md 11). */
import { afterEach, describe, expect, it } from "vitest";
import { resumeAssignmentRequest } from "../../src/application/commands/resume-assignment-request.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { CalloutAnswer } from "../../src/domain/custom-extension/callout.js";
import type { CustomExtensionStage } from "../../src/domain/custom-extension/custom-extension.js";
import { plus } from "../../src/domain/time/duration.js";
import { anExtension } from "../builders/extensions.js";
import { lasting, NOW } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, MIRIAM, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

const CREATED = "assignmentRequestCreated";
const APPROVED = "assignmentRequestApproved";
const BY_MIRIAM = { requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })) };

async function waiting(
  stage: CustomExtensionStage,
  policy: Parameters<typeof aPolicy>[0] = {},
): Promise<AssignmentRequest> {
  s = await scene(
    aPolicy({ ...policy, customExtensionStageSettings: [{ stage, customExtensionId: "extension" }] }),
  );
  await s.world.put("catalog/catalog", anExtension());
  return s.ask();
}

function resume(request: AssignmentRequest, says: Partial<CalloutAnswer> = {}) {
  return resumeAssignmentRequest(s.world.ports, ADMIN, {
    requestId: request.id,
    answer: {
      customExtensionStageInstanceId: request.callouts?.at(-1)?.id ?? "",
      stage: null,
      detail: null,
      outcome: "continue",
      ...says,
    },
  });
}

describe("a request that waits for an extension", () => {
  it("is neither given nor put to approvers until the answer comes", async () => {
    const request = await waiting(CREATED, BY_MIRIAM);
    expect(request).toMatchObject({ state: "submitted", status: "WaitingForCallback" });
    expect(await s.subjects("miriam@example.org")).toEqual([]);
    must(await resume(request));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "pendingApproval",
      pendingApproverIds: ["miriam"],
    });
    must(await s.decide(MIRIAM, await s.request(request.id)));
    await s.world.settle();
    expect(await s.world.isMember("group", "adele")).toBe(true);
  });

  it("is given once the answer has come where nobody needs to approve", async () => {
    const request = await waiting(CREATED);
    expect(await s.world.isMember("group", "adele")).toBe(false);
    must(await resume(request, { detail: "Licence is there" }));
    await s.world.settle();
    expect(await s.request(request.id)).toMatchObject({
      state: "delivered",
      callouts: [{ status: "callbackReceived", detail: "Licence is there" }],
    });
    expect(await s.world.isMember("group", "adele")).toBe(true);
  });

  it("waits after its approval when the policy says so, and the approver has decided", async () => {
    const request = await waiting(APPROVED, BY_MIRIAM);
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    const waits = await s.request(request.id);
    expect(waits).toMatchObject({ state: "pendingApproval", status: "WaitingForCallback" });
    expect(await s.world.isMember("group", "adele")).toBe(false);
    must(await resume(waits));
    await s.world.settle();
    expect(await s.world.isMember("group", "adele")).toBe(true);
  });

  it("is denied or canceled when the extension says so", async () => {
    for (const outcome of ["denied", "canceled"] as const) {
      const request = await waiting(CREATED, BY_MIRIAM);
      must(await resume(request, { outcome }));
      await s.world.settle();
      expect(await s.request(request.id)).toMatchObject({ state: outcome });
      expect(await s.assignments()).toEqual([]);
      await s.world.close();
    }
    s = await scene(aPolicy());
  });

  it("fails when the answer does not come in time, and whoever answers later is told", async () => {
    const request = await waiting(CREATED, BY_MIRIAM);
    await s.world.advanceTo(plus(NOW, lasting("PT59M59S")));
    expect((await s.request(request.id)).state).toBe("submitted");
    await s.world.advanceTo(plus(NOW, lasting("PT1H")));
    expect(await s.request(request.id)).toMatchObject({
      state: "deliveryFailed",
      status: "CallbackTimedOut",
      callouts: [{ status: "callbackTimedOut" }],
    });
    expect(await resume(request)).toMatchObject({ kind: "refused", code: "InvalidCallbackState" });
    expect(s.world.orchestrations.running()).not.toContain(request.id);
  });

  it("ends once: of an answer, a cancellation and the time-out the first one counts", async () => {
    const request = await waiting(CREATED);
    const [answered, canceled] = await Promise.all([
      resume(request, { outcome: "denied" }),
      s.cancel(ADELE, request),
    ]);
    expect([answered.kind, canceled.kind].toSorted()).toEqual(["done", "refused"]);
    s.world.sleepTo(plus(NOW, lasting("PT2H")));
    await s.world.settle();
    expect((await s.request(request.id)).state).toBe(answered.kind === "done" ? "denied" : "canceled");
    const ends = ["assignmentRequestDenied", "assignmentRequestCanceled", "assignmentRequestFailed"];
    expect(s.eventTypes().filter((type) => ends.includes(type))).toHaveLength(1);
  });

  it("is answered once, by whoever manages the requests of the catalog", async () => {
    const request = await waiting(CREATED);
    const first = await Promise.all([resume(request), resume(request)]);
    expect(first.map(({ kind }) => kind).toSorted()).toEqual(["done", "refused"]);
    const byAdele = await resumeAssignmentRequest(s.world.ports, ADELE, {
      requestId: request.id,
      answer: { customExtensionStageInstanceId: "x", stage: null, detail: null, outcome: "denied" },
    });
    expect(byAdele).toMatchObject({ kind: "refused", code: "Forbidden" });
  });

  it("keeps what its policy said when it was made, also when the policy says something else by now", async () => {
    const request = await waiting(APPROVED, BY_MIRIAM);
    await s.world.put("catalog/catalog", aPolicy(BY_MIRIAM));
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    expect((await s.request(request.id)).status).toBe("WaitingForCallback");
  });

  it("is found by the repair when the message about the answer is lost", async () => {
    const request = await waiting(CREATED, BY_MIRIAM);
    s.world.weather = { random: () => 0, duplicate: 0, lose: 0.5, shuffle: false };
    must(await resume(request));
    await s.world.settle();
    s.world.weather = { random: () => 1, duplicate: 0, lose: 0, shuffle: false };
    await s.world.advanceTo(plus(NOW, lasting("PT2H")));
    expect((await s.request(request.id)).state).toBe("pendingApproval");
  });
});
