import { afterEach, describe, expect, it } from "vitest";
import { systemCall } from "../../src/application/access/occasion.js";
import type { Call } from "../../src/application/call.js";
import { askAnewAbout } from "../../src/application/commands/ask-anew-about.js";
import { attendAssignment } from "../../src/application/commands/attend-assignment.js";
import { cancelAssignmentRequest } from "../../src/application/commands/cancel-assignment-request.js";
import { decideApprovalStage } from "../../src/application/commands/decide-approval-stage.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import {
  NO_SCHEDULE,
  type SubmitAssignmentRequestInput,
  submitAssignmentRequest,
} from "../../src/application/commands/submit-assignment-request.js";
import { ASSIGNMENT_REQUEST } from "../../src/application/orchestrations/names.js";
import type { Document, Documents, Operation } from "../../src/application/ports/documents.js";
import type { Ports } from "../../src/application/ports/ports.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../src/domain/errors.js";
import { type Instant, instantOf, msOf } from "../../src/domain/time/instant.js";
import { everyOrder, type Order } from "../builders/every-order.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { must } from "../builders/world.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

/** The store without the watch over transitions: going back in time is none. */
let raw: Documents;

function staged(policy: AssignmentPolicy): Promise<Scene> {
  return scene(policy, {
    documents: (real) => {
      raw = real;
      return real;
    },
  });
}

/** Miriam or Olga decides. */
const byEither = () =>
  staged(
    aPolicy({
      requestApprovalSettings: approvedBy(
        aStage({
          primaryApprovers: [user("miriam"), user("olga")],
          isEscalationEnabled: true,
          durationBeforeEscalation: lasting("P3D"),
          escalationApprovers: [user("boss")],
        }),
      ),
    }),
  );

/** Everything about adele's access as it is now; `restore` brings it back, with nobody having noticed that there was more. */
async function snapshot(isParking: boolean): Promise<() => Promise<void>> {
  const { documents, ids } = s.world.ports;
  const partition = ids.derive("subject", "adele");
  const now = s.world.now();
  const current = async () =>
    (await documents.partition("access", partition))
      .map(({ document }) => document)
      .filter(({ kind }) => kind !== "event");
  const before = await current();
  const wasMember = await s.world.isMember("group", "adele");
  return async () => {
    // Nothing of the last run is still on its way.
    await s.world.settle();
    s.world.sleepTo(now);
    const kept = new Set(before.map(({ id }) => id));
    const gone = (await current()).filter(({ id }) => !kept.has(id));
    await raw.batch("access", partition, [
      ...before.map((document: Document): Operation => ({ op: "put", document })),
      ...gone.map(({ id }): Operation => ({ op: "delete", id })),
    ]);
    const isMember = await s.world.isMember("group", "adele");
    if (wasMember && !isMember) must(await s.world.directory.groups.addMember("group", "adele"));
    if (!wasMember && isMember) must(await s.world.directory.groups.removeMember("group", "adele"));
    for (const { id, kind } of before)
      if (kind === "assignmentRequest" && (await s.request(id)).state === "pendingApproval") {
        const address = { requestId: id, subjectId: partition, correlationId: "restored" };
        await s.world.orchestrations.start(ASSIGNMENT_REQUEST, id, address);
        if (!isParking) await s.world.settle();
      }
  };
}

type Command<T> = (ports: Ports, turn: () => Promise<void>) => Promise<T>;

async function meet<A, B>(order: Order, one: Command<A>, other: Command<B>): Promise<readonly [A, B]> {
  const { ports } = s.world;
  const first = order.join(ports.documents);
  const second = order.join(ports.documents);
  return order.meet<readonly [A, B]>([
    () => one({ ...ports, documents: first.documents }, first.turn),
    () => other({ ...ports, documents: second.documents }, second.turn),
  ]);
}

type Requested = Outcome<AssignmentRequest>;

const deciding =
  (call: Call, request: AssignmentRequest, decision: "Approve" | "Deny"): Command<Requested> =>
  (ports) =>
    decideApprovalStage(ports, call, {
      requestId: request.id,
      stageId: request.approval?.stages[0]?.id ?? "",
      decision,
      justification: null,
    });

/** Time comes to this instant, and whoever is due is looked at. */
const proceedingAt =
  (request: AssignmentRequest, instant: Instant): Command<unknown> =>
  async (ports, turn) => {
    await turn();
    s.world.sleepTo(instant);
    return proceedWithRequest(ports, systemCall("due"), {
      requestId: request.id,
      subjectId: request.target.id,
    });
  };

const codeOf = (outcome: Requested): string => (outcome.kind === "done" ? "done" : outcome.code);

/** Steps of the engine, the feed and the topic with which a decision can meet while the orchestration comes to rest. */
const PARKING_STEPS = 6;

/** What came of it once everything is quiet: nothing waits, and the group has adele exactly when she has the access. */
async function quiet(request: AssignmentRequest): Promise<AssignmentRequest> {
  await s.world.settle();
  const after = await s.request(request.id);
  expect(["delivered", "denied", "canceled", "deliveryFailed"]).toContain(after.state);
  expect(after.pendingApproverIds).toEqual([]);
  expect(s.world.orchestrations.running()).not.toContain(request.id);
  const standing = (await s.assignments()).filter(({ state }) => state !== "expired");
  expect(standing.every(({ state }) => state === "delivered")).toBe(true);
  expect(await s.world.isMember("group", "adele")).toBe(standing.length === 1);
  return after;
}

type Bounds = {
  /** How often it changes from one command to the other; without it: as often as there are awaits. */
  readonly changes?: number;
  /** The orchestration is left where it has not come to rest yet. */
  readonly isParking?: boolean;
};

/** Goes through all orders and prints how many there were. */
async function inEveryOrder(
  pair: string,
  run: (order: Order) => Promise<string>,
  { changes, isParking = false }: Bounds = {},
): Promise<readonly string[]> {
  const restore = await snapshot(isParking);
  const outcomes = new Map<string, number>();
  let awaits: readonly number[] = [0, 0];
  const count = await everyOrder(async (order) => {
    await restore();
    const outcome = await run(order);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    awaits = order.turns().map((turns, index) => Math.max(turns, awaits[index] ?? 0));
  }, changes);
  const bound = changes === undefined ? "every order" : `every order with at most ${changes} changes`;
  const came = [...outcomes].map(([outcome, times]) => `${times} x ${outcome}`).join(", ");
  console.info(`${pair}: ${count} interleavings of ${awaits.join(" and ")} awaits, ${bound}: ${came}`);
  return [...outcomes.keys()].toSorted();
}

describe("two who decide at the same moment", () => {
  it("both with yes: one is recorded, the other is told who was first", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder("approve/approve", async (order) => {
      const [one, other] = await meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        deciding(OLGA, request, "Approve"),
      );
      const after = await quiet(request);
      const winner = one.kind === "done" ? "miriam" : "olga";
      const loser = one.kind === "done" ? other : one;
      expect(loser).toMatchObject({ code: "Conflict", message: expect.stringContaining(`by ${winner}`) });
      expect(after).toMatchObject({
        state: "delivered",
        approval: { stages: [{ reviewedBy: { id: winner } }] },
      });
      return winner;
    });
    expect(outcomes).toEqual(["miriam", "olga"]);
  });

  it("with yes and no: the first is what counts, the other is told who was first", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder("approve/deny", async (order) => {
      const [one, other] = await meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        deciding(OLGA, request, "Deny"),
      );
      const after = await quiet(request);
      expect([codeOf(one), codeOf(other)].toSorted()).toEqual(["Conflict", "done"]);
      expect(after.state).toBe(one.kind === "done" ? "delivered" : "denied");
      return after.state;
    });
    expect(outcomes).toEqual(["delivered", "denied"]);
  });
});

describe("a decision", () => {
  it("and a cancel: access is given exactly when the cancel was refused; nobody is told yes in vain", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder("approve/cancel", async (order) => {
      const [approved, canceled] = await meet(order, deciding(MIRIAM, request, "Approve"), (ports) =>
        cancelAssignmentRequest(ports, ADELE, { requestId: request.id }),
      );
      const after = await quiet(request);
      // An approved request can still be taken back until access begins; a canceled one cannot be approved.
      expect([codeOf(approved), codeOf(canceled)]).toContain("done");
      expect(after.state).toBe(canceled.kind === "done" ? "canceled" : "delivered");
      return `approve ${codeOf(approved)}, cancel ${codeOf(canceled)}, ${after.state}`;
    });
    expect(outcomes).toContain("approve Conflict, cancel done, canceled");
  });

  it("and the time-out: one of them, and whoever came too late is told that the time ran out", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder("approve/time-out", async (order) => {
      const [approved] = await meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        proceedingAt(request, at("2026-12-06T19:25:45Z")),
      );
      const after = await quiet(request);
      const told = approved.kind === "done" ? "recorded" : `${approved.code}: ${approved.message}`;
      expect(told).toMatch(/^recorded$|^Conflict: .* ran out of time/);
      expect(after).toMatchObject(
        approved.kind === "done" ? { state: "delivered" } : { state: "denied", status: "Expired" },
      );
      return after.status;
    });
    expect(outcomes).toEqual(["Delivered", "Expired"]);
  });

  it("that comes while the orchestration is just parking wakes it all the same: access is given in every order", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder(
      "approve/parking",
      async (order) => {
        const [approved] = await meet(order, deciding(MIRIAM, request, "Approve"), async (_ports, turn) => {
          // The engine, the feed and the topic, a step at a time.
          for (let step = 0; step < PARKING_STEPS; step++) {
            await turn();
            await s.world.step();
          }
        });
        expect(approved.kind).toBe("done");
        return (await quiet(request)).state;
      },
      { isParking: true },
    );
    expect(outcomes).toEqual(["delivered"]);
  });

  it("and other people who come to be asked: the decision counts, and its record is not overwritten", async () => {
    s = await byEither();
    const request = await s.ask();
    must(await s.world.directory.users.update("olga", { accountEnabled: false }));
    const outcomes = await inEveryOrder("approve/ask anew", async (order) => {
      const askingAnew: Command<boolean> = async (ports) => {
        const stored = await ports.documents.get<AssignmentRequest>("access", request.target.id, request.id);
        return stored !== undefined && askAnewAbout(ports, systemCall("directory"), stored);
      };
      const [approved, changed] = await meet(order, deciding(MIRIAM, request, "Approve"), askingAnew);
      expect(approved.kind).toBe("done");
      const after = await quiet(request);
      expect(after).toMatchObject({
        state: "delivered",
        approval: { stages: [{ reviewedBy: { id: "miriam" } }] },
      });
      expect(after.approval?.stages[0]?.approvers.primary).toEqual(changed ? ["miriam"] : ["miriam", "olga"]);
      return changed ? "asked anew" : "as before";
    });
    expect(outcomes).toEqual(["as before", "asked anew"]);
  });

  it("and the escalation: the decision counts in every order, since the first approvers keep their right", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await inEveryOrder("approve/escalate", async (order) => {
      const [approved] = await meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        proceedingAt(request, at("2026-11-25T19:25:45Z")),
      );
      expect(approved.kind).toBe("done");
      const after = await quiet(request);
      expect(after.state).toBe("delivered");
      return after.approval?.stages[0]?.escalatedDateTime === null ? "not forwarded" : "forwarded";
    });
    expect(outcomes).toEqual(["forwarded", "not forwarded"]);
  });
});

/** These read a whole person first and write once at last; three changes are enough for everything that can come of it. */
const LONG: Bounds = { changes: 3 };

describe("access that ends", () => {
  const asking =
    (input: Partial<SubmitAssignmentRequestInput>): Command<Requested> =>
    (ports) =>
      submitAssignmentRequest(ports, ADELE, {
        requestType: "userAdd",
        accessPackageId: "package",
        justification: null,
        answers: [],
        schedule: NO_SCHEDULE,
        ...input,
      });

  /** Adele has the access for 30 days. */
  const ending = async () => {
    s = await staged(aPolicy({ expiration: { type: "afterDuration", duration: lasting("P30D") } }));
    const { assignmentId } = await s.ask();
    const { endDateTime, target } = await s.assignment(assignmentId);
    if (endDateTime === null || assignmentId === null) throw new Error("The access ends after 30 days.");
    const expiring: Command<void> = async (ports, turn) => {
      await turn();
      s.world.sleepTo(endDateTime);
      await attendAssignment(ports, systemCall("end"), { assignmentId, subjectId: target.id });
    };
    return { assignmentId, endDateTime, expiring };
  };

  it("and its extension: one of them, and adele has the access exactly when the extension was first", async () => {
    const { assignmentId, endDateTime, expiring } = await ending();
    // Asked for in time, and carried out in the last moment.
    const extension = must(await s.submit({ requestType: "userUpdate", assignmentId }));
    const beforeTheEnd = instantOf(msOf(endDateTime) - 1);
    const outcomes = await inEveryOrder(
      "extend/expire",
      async (order) => {
        s.world.sleepTo(beforeTheEnd);
        const extending: Command<unknown> = (ports) =>
          proceedWithRequest(ports, systemCall("extend"), {
            requestId: extension.id,
            subjectId: extension.target.id,
          });
        await meet(order, extending, expiring);
        const { state } = await quiet(extension);
        expect(await s.assignment(assignmentId)).toMatchObject({
          state: state === "delivered" ? "delivered" : "expired",
        });
        return state;
      },
      LONG,
    );
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContain("delivered");
  });

  it("and somebody who asks to extend it at that moment: they are told that it has ended, or find their request closed", async () => {
    const { assignmentId, expiring } = await ending();
    const outcomes = await inEveryOrder(
      "ask to extend/expire",
      async (order) => {
        const [asked] = await meet(order, asking({ requestType: "userUpdate", assignmentId }), expiring);
        await s.world.settle();
        expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired" });
        expect(await s.world.isMember("group", "adele")).toBe(false);
        return asked.kind === "done" ? (await quiet(asked.value)).state : asked.code;
      },
      { changes: 1 },
    );
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContain("BadRequest");
  });

  it("by its removal, and a new request for it: in every order adele has it once or not at all, and was told which", async () => {
    s = await staged(aPolicy({ expiration: { type: "noExpiration" } }));
    const { assignmentId } = await s.ask();
    if (assignmentId === null) throw new Error("The access was given.");
    const removal = must(await s.submit({ requestType: "userRemove", assignmentId }));
    const outcomes = await inEveryOrder(
      "remove/re-request",
      async (order) => {
        const [, again] = await meet(
          order,
          (ports) =>
            proceedWithRequest(ports, systemCall("remove"), {
              requestId: removal.id,
              subjectId: removal.target.id,
            }),
          asking({}),
        );
        await quiet(removal);
        expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired" });
        const now = again.kind === "done" ? (await quiet(again.value)).state : "delivered";
        expect(now).toBe("delivered");
        expect(await s.world.isMember("group", "adele")).toBe(again.kind === "done");
        return codeOf(again);
      },
      LONG,
    );
    expect(outcomes).toEqual(["ExistingAssignment", "done"]);
  });
});
