import { afterEach, describe, expect, it } from "vitest";
import { systemCall } from "../../src/application/access/occasion.js";
import { attendAssignment } from "../../src/application/commands/attend-assignment.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import {
  NO_SCHEDULE,
  type SubmitAssignmentRequestInput,
  submitAssignmentRequest,
} from "../../src/application/commands/submit-assignment-request.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import type { Outcome } from "../../src/domain/errors.js";
import { instantOf, msOf } from "../../src/domain/time/instant.js";
import { lasting } from "../builders/instants.js";
import { aPolicy } from "../builders/policies.js";
import { must } from "../builders/world.js";
import { type Command, Race } from "./racing.js";
import { ADELE, type Scene } from "./scene.js";

let race: Race;
let s: Scene;
afterEach(() => s.world.close());

async function staged(policy: AssignmentPolicy): Promise<Scene> {
  race = await Race.on(policy);
  return race.s;
}

type Requested = Outcome<AssignmentRequest>;

const codeOf = (outcome: Requested): string => (outcome.kind === "done" ? "done" : outcome.code);

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
    const outcomes = await race.inEveryOrder("extend/expire", async (order) => {
      s.world.sleepTo(beforeTheEnd);
      const extending: Command<unknown> = (ports) =>
        proceedWithRequest(ports, systemCall("extend"), {
          requestId: extension.id,
          subjectId: extension.target.id,
        });
      await race.meet(order, extending, expiring);
      const { state } = await race.quiet(extension);
      expect(await s.assignment(assignmentId)).toMatchObject({
        state: state === "delivered" ? "delivered" : "expired",
      });
      return state;
    });
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContain("delivered");
  });

  it("and somebody who asks to extend it at that moment: they are told that it has ended, or find their request closed", async () => {
    const { assignmentId, expiring } = await ending();
    const outcomes = await race.inEveryOrder(
      "ask to extend/expire",
      async (order) => {
        const [asked] = await race.meet(order, asking({ requestType: "userUpdate", assignmentId }), expiring);
        await s.world.settle();
        expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired" });
        expect(await s.world.isMember("group", "adele")).toBe(false);
        return asked.kind === "done" ? (await race.quiet(asked.value)).state : asked.code;
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
    const outcomes = await race.inEveryOrder("remove/re-request", async (order) => {
      const [, again] = await race.meet(
        order,
        (ports) =>
          proceedWithRequest(ports, systemCall("remove"), {
            requestId: removal.id,
            subjectId: removal.target.id,
          }),
        asking({}),
      );
      await race.quiet(removal);
      expect(await s.assignment(assignmentId)).toMatchObject({ state: "expired" });
      const now = again.kind === "done" ? (await race.quiet(again.value)).state : "delivered";
      expect(now).toBe("delivered");
      expect(await s.world.isMember("group", "adele")).toBe(again.kind === "done");
      return codeOf(again);
    });
    expect(outcomes).toEqual(["ExistingAssignment", "done"]);
  });
});
