import { afterEach, describe, expect, it } from "vitest";
import { systemCall } from "../../src/application/access/occasion.js";
import type { Call } from "../../src/application/call.js";
import { askAnewAbout } from "../../src/application/commands/ask-anew-about.js";
import { cancelAssignmentRequest } from "../../src/application/commands/cancel-assignment-request.js";
import { decideApprovalStage } from "../../src/application/commands/decide-approval-stage.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../src/domain/errors.js";
import { type Instant } from "../../src/domain/time/instant.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { must } from "../builders/world.js";
import { type Command, Race } from "./racing.js";
import { ADELE, MIRIAM, OLGA, type Scene } from "./scene.js";

let race: Race;
let s: Scene;
afterEach(() => s.world.close());

async function staged(policy: AssignmentPolicy): Promise<Scene> {
  race = await Race.on(policy);
  return race.s;
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

describe("two who decide at the same moment", () => {
  it("both with yes: one is recorded, the other is told who was first", async () => {
    s = await byEither();
    const request = await s.ask();
    const outcomes = await race.inEveryOrder("approve/approve", async (order) => {
      const [one, other] = await race.meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        deciding(OLGA, request, "Approve"),
      );
      const after = await race.quiet(request);
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
    const outcomes = await race.inEveryOrder("approve/deny", async (order) => {
      const [one, other] = await race.meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        deciding(OLGA, request, "Deny"),
      );
      const after = await race.quiet(request);
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
    const outcomes = await race.inEveryOrder("approve/cancel", async (order) => {
      const [approved, canceled] = await race.meet(order, deciding(MIRIAM, request, "Approve"), (ports) =>
        cancelAssignmentRequest(ports, ADELE, { requestId: request.id }),
      );
      const after = await race.quiet(request);
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
    const outcomes = await race.inEveryOrder("approve/time-out", async (order) => {
      const [approved] = await race.meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        proceedingAt(request, at("2026-12-06T19:25:45Z")),
      );
      const after = await race.quiet(request);
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
    const outcomes = await race.inEveryOrder(
      "approve/parking",
      async (order) => {
        const [approved] = await race.meet(
          order,
          deciding(MIRIAM, request, "Approve"),
          async (_ports, turn) => {
            // The engine, the feed and the topic, a step at a time.
            for (let step = 0; step < PARKING_STEPS; step++) {
              await turn();
              await s.world.step();
            }
          },
        );
        expect(approved.kind).toBe("done");
        return (await race.quiet(request)).state;
      },
      { isParking: true },
    );
    expect(outcomes).toEqual(["delivered"]);
  });

  it("and other people who come to be asked: the decision counts, and its record is not overwritten", async () => {
    s = await byEither();
    const request = await s.ask();
    must(await s.world.directory.users.update("olga", { accountEnabled: false }));
    const outcomes = await race.inEveryOrder("approve/ask anew", async (order) => {
      const askingAnew: Command<boolean> = async (ports) => {
        const stored = await ports.documents.get<AssignmentRequest>("access", request.target.id, request.id);
        return stored !== undefined && askAnewAbout(ports, systemCall("directory"), stored);
      };
      const [approved, changed] = await race.meet(order, deciding(MIRIAM, request, "Approve"), askingAnew);
      expect(approved.kind).toBe("done");
      const after = await race.quiet(request);
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
    const outcomes = await race.inEveryOrder("approve/escalate", async (order) => {
      const [approved] = await race.meet(
        order,
        deciding(MIRIAM, request, "Approve"),
        proceedingAt(request, at("2026-11-25T19:25:45Z")),
      );
      expect(approved.kind).toBe("done");
      const after = await race.quiet(request);
      expect(after.state).toBe("delivered");
      return after.approval?.stages[0]?.escalatedDateTime === null ? "not forwarded" : "forwarded";
    });
    expect(outcomes).toEqual(["forwarded", "not forwarded"]);
  });
});
