import { describe, expect, it } from "vitest";
import {
  ASSIGNMENT_REQUEST,
  DUE_BUCKET,
  RESCHEDULED,
  WAKE,
} from "../../src/application/orchestrations/names.js";
import { instantOf } from "../../src/domain/time/instant.js";
import { liveOrchestrations } from "../builders/live-orchestrations.js";

const ADDRESS = { requestId: "request", subjectId: "subject", correlationId: "correlation" };

/** Orchestrations whose activities give these answers, one after the other; an Error is thrown. */
function running(answers: readonly unknown[]) {
  const clock = { ms: 0, now: () => instantOf(clock.ms) };
  const called: unknown[] = [];
  const live = liveOrchestrations(clock, async (_name, input) => {
    const answer = answers[called.length];
    called.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const rest = async (): Promise<void> => {
    while (await live.step(clock.ms));
  };
  return { clock, called, live, rest };
}

describe("the orchestration of a request", () => {
  it("asks once for the first stage, once more for each time it is woken, and ends when people have done their part", async () => {
    const { called, live, rest } = running(["decision", "decision", "nothing"]);
    await live.start(ASSIGNMENT_REQUEST, "request", ADDRESS);
    await rest();
    expect(called).toEqual([ADDRESS]);
    await live.raise("request", WAKE, null);
    await rest();
    expect(called).toHaveLength(2);
    await live.raise("request", WAKE, null);
    await rest();
    expect(called).toHaveLength(3);
    expect(live.running()).toEqual([]);
  });

  it("sees a wake-up that came before it began to wait", async () => {
    const { called, live, rest } = running(["decision", "nothing"]);
    await live.start(ASSIGNMENT_REQUEST, "request", ADDRESS);
    await live.raise("request", WAKE, null);
    await rest();
    expect(called).toHaveLength(2);
    expect(live.running()).toEqual([]);
  });

  it("bears a step that fails: it waits and tries again, until it succeeds", async () => {
    const broken = new Error("The directory does not answer.");
    const { clock, called, live, rest } = running([broken, broken, broken, "nothing"]);
    await live.start(ASSIGNMENT_REQUEST, "request", ADDRESS);
    const waits: number[] = [];
    for (await rest(); live.running().length > 0; await rest()) {
      const next = live.nextTimerMs() ?? Number.NaN;
      waits.push(next - clock.ms);
      clock.ms = next;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(called).toHaveLength(4);
  });
});

describe("the orchestration of a bucket", () => {
  it("waits for the next instant, or for a new row, and ends with its hour", async () => {
    const { clock, called, live, rest } = running([
      instantOf(60_000),
      instantOf(30_000),
      instantOf(60_000),
      null,
    ]);
    await live.start(DUE_BUCKET, "due", "bucket");
    await rest();
    expect(live.nextTimerMs()).toBe(60_000);
    await live.raise("due", RESCHEDULED, null);
    await rest();
    expect(called).toHaveLength(2);
    for (const ms of [30_000, 60_000]) {
      expect(live.nextTimerMs()).toBe(ms);
      clock.ms = ms;
      await rest();
    }
    expect(called).toEqual(["bucket", "bucket", "bucket", "bucket"]);
    expect(live.running()).toEqual([]);
  });
});
