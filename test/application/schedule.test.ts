import { afterEach, describe, expect, it } from "vitest";
import { handleDueRow } from "../../src/application/commands/handle-due-row.js";
import { purgeExpired } from "../../src/application/commands/purge-expired.js";
import { repair } from "../../src/application/commands/repair.js";
import { runDue } from "../../src/application/commands/run-due.js";
import { scheduleDue } from "../../src/application/commands/schedule-due.js";
import { sweepSchedule } from "../../src/application/commands/sweep-schedule.js";
import type { Documents } from "../../src/application/ports/documents.js";
import type { ScheduleRow } from "../../src/domain/schedule-row.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { forwarding } from "../builders/watched-documents.js";
import { must } from "../builders/world.js";
import { ADELE, MIRIAM, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

const APPROVED = aPolicy({
  requestApprovalSettings: approvedBy(aStage({ primaryApprovers: [user("miriam")] })),
});
const SHORT = aPolicy({ expiration: { type: "afterDuration", duration: lasting("PT2H") } });

async function rows(): Promise<readonly ScheduleRow[]> {
  const page = await s.world.ports.documents.query<ScheduleRow>({
    container: "schedule",
    kind: "due",
    top: 100,
  });
  return page.items.map(({ document }) => document);
}

describe("the schedule", () => {
  it("has one row for an approval that waits for two weeks, and nothing runs for it meanwhile", async () => {
    s = await scene(APPROVED);
    await s.ask();
    expect(await rows()).toMatchObject([
      { dueDateTime: at("2026-12-06T19:25:45Z"), objectKind: "assignmentRequest" },
    ]);
    expect(s.world.orchestrations.nextTimerMs()).toBeUndefined();
  });

  it("costs one query an hour while nothing is due", async () => {
    let queries = 0;
    const counting = (real: Documents): Documents => ({
      ...forwarding(real),
      query: (query) => {
        queries += 1;
        return real.query(query);
      },
    });
    s = await scene(APPROVED, { documents: counting });
    await s.ask();
    queries = 0;
    await sweepSchedule(s.world.ports);
    expect(queries).toBe(1);
  });

  it("wakes exactly the buckets of the hour that has begun", async () => {
    s = await scene(APPROVED);
    await s.ask();
    const [row] = await rows();
    s.world.sleepTo(at("2026-12-06T18:59:59Z"));
    expect(await sweepSchedule(s.world.ports)).toEqual([]);
    s.world.sleepTo(at("2026-12-06T19:00:00Z"));
    expect(await sweepSchedule(s.world.ports)).toEqual([row?.bucket]);
  });

  it("runs what falls due inside the present hour to the millisecond, without waiting for the next sweep", async () => {
    s = await scene(aPolicy({ expiration: { type: "afterDuration", duration: lasting("PT10M") } }));
    await s.ask();
    await s.world.advanceTo(at("2026-11-22T19:35:44.999Z"));
    expect(await s.world.isMember("group", "adele")).toBe(true);
    await s.world.advanceTo(at("2026-11-22T19:35:45Z"));
    expect(await s.world.isMember("group", "adele")).toBe(false);
  });

  it("after a long pause does everything that was missed, once", async () => {
    s = await scene(SHORT);
    await s.ask();
    s.world.sleepTo(at("2026-11-29T12:34:56Z"));
    expect(await sweepSchedule(s.world.ports)).toHaveLength(1);
    await s.world.settle();
    expect(await s.assignments()).toMatchObject([
      { state: "expired", expiredDateTime: at("2026-11-29T12:34:56Z") },
    ]);
    expect(await rows()).toEqual([]);
  });

  it("drops a row whose object has changed since, and does nothing about it", async () => {
    s = await scene(APPROVED);
    const request = await s.ask();
    must(await s.cancel(ADELE, request));
    await s.world.advanceTo(at("2026-12-07"));
    expect(await s.request(request.id)).toMatchObject({ state: "canceled" });
    expect(await rows()).toEqual([]);
  });

  it("does the same once when a row is handled twice at the same moment", async () => {
    s = await scene(SHORT);
    await s.ask();
    const [row] = await rows();
    if (row === undefined) throw new Error("An assignment with an end has a row.");
    s.world.sleepTo(row.dueDateTime);
    await Promise.all([handleDueRow(s.world.ports, row), handleDueRow(s.world.ports, row)]);
    await s.world.settle();
    expect((await s.requests()).filter(({ requestType }) => requestType === "systemRemove")).toHaveLength(1);
  });

  it("handles at once what is due already when its event arrives", async () => {
    s = await scene(SHORT);
    const request = await s.ask();
    const delivered = s.world.published.find(({ type }) => type === "assignmentDelivered");
    if (delivered === undefined) throw new Error("It was delivered.");
    s.world.sleepTo(at("2026-11-22T23:00:00Z"));
    await scheduleDue(s.world.ports, delivered);
    expect(await s.assignment(request.assignmentId)).toMatchObject({ state: "expired" });
  });

  it("keeps a row that could not be handled and comes back to it, while the others are done", async () => {
    s = await scene(SHORT, { documents: (real) => unreadable(real, "broken") });
    await s.ask();
    const [row] = await rows();
    if (row === undefined) throw new Error("An assignment with an end has a row.");
    const broken = { ...row, id: "broken", subjectId: "broken" };
    await s.world.ports.documents.batch("schedule", row.bucket, [{ op: "put", document: broken }]);
    s.world.sleepTo(row.dueDateTime);
    const run = await runDue(s.world.ports, { bucket: row.bucket });
    expect(run).toEqual({ next: "2026-11-22T21:26:45.000Z", failures: ["broken: The disk cannot read it."] });
    expect((await rows()).map(({ id }) => id)).toEqual(["broken"]);
    expect(await s.assignments()).toMatchObject([{ state: "expired" }]);
  });
});

/** The real documents, except that one partition cannot be read. */
function unreadable(real: Documents, broken: string): Documents {
  return {
    ...forwarding(real),
    get: async (container, partition, id) => {
      if (partition === broken) throw new Error("The disk cannot read it.");
      return real.get(container, partition, id);
    },
  };
}

describe("what no message reached", () => {
  it("is found by the repair: a request, a decided stage, a delivery, a time-out, an end", async () => {
    const deaf = { random: () => 0, duplicate: 0, lose: 1, shuffle: false };
    s = await scene(
      { ...APPROVED, expiration: { type: "afterDuration", duration: lasting("PT30H") } },
      { weather: deaf },
    );
    const request = must(await s.submit());
    await s.world.settle();
    expect((await s.request(request.id)).state).toBe("submitted");

    s.world.sleepTo(at("2026-11-22T20:30:00Z"));
    expect(await repair(s.world.ports)).toMatchObject({ requests: 1 });
    expect((await s.request(request.id)).state).toBe("pendingApproval");

    must(await s.decide(MIRIAM, await s.request(request.id)));
    await s.world.settle();
    s.world.sleepTo(at("2026-11-22T21:30:00Z"));
    await repair(s.world.ports);
    expect((await s.request(request.id)).state).toBe("delivering");

    s.world.sleepTo(at("2026-11-22T22:30:00Z"));
    s.world.weather = { ...deaf, random: () => 1 };
    expect(await repair(s.world.ports)).toMatchObject({ deliveries: 1 });
    s.world.weather = deaf;
    await s.world.settle();
    expect((await s.request(request.id)).state).toBe("delivered");

    s.world.sleepTo(at("2026-11-24T04:30:00Z"));
    expect(await repair(s.world.ports)).toMatchObject({ assignments: 1 });
    expect((await s.assignments())[0]?.state).toBe("expired");
  });

  it("is nothing on a good day", async () => {
    s = await scene(APPROVED);
    const request = await s.ask();
    must(await s.decide(MIRIAM, request));
    await s.world.settle();
    s.world.sleepTo(at("2026-11-23T19:30:00Z"));
    expect(await repair(s.world.ports)).toEqual({ requests: 0, deliveries: 0, assignments: 0, approvals: 0 });
  });
});

describe("records of idempotency keys", () => {
  it("are deleted a day later, and not before", async () => {
    s = await scene(APPROVED);
    must(await s.submit({}, { ...ADELE, idempotency: { key: "key", fingerprint: "print" } }));
    s.world.sleepTo(at("2026-11-23T19:25:45Z"));
    expect(await purgeExpired(s.world.ports)).toBe(0);
    s.world.sleepTo(at("2026-11-23T19:25:46Z"));
    expect(await purgeExpired(s.world.ports)).toBe(1);
  });
});
