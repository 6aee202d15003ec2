/** The test clock over HTTP: moving time from outside, in order, bounded, and never backwards. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import { type HttpServer, listen } from "../../src/hosts/embedded/http/http-server.js";
import { testClockMount } from "../../src/hosts/embedded/test-clock-mount.js";

let server: HttpServer;
let clock: ReturnType<typeof simulatedClock>;
const work = workTracker();

beforeEach(async () => {
  clock = simulatedClock(Date.parse("2026-11-01T00:00:00Z"));
  work.watch(() => clock.isBusy());
  const mount = testClockMount(clock, work);
  server = await listen({ port: 0 });
  server.open((request, response) => void mount.handle(request, response));
});
afterEach(() => server.stop(0));

async function call(path: string, body?: unknown): Promise<[number, unknown]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(
    `${server.urls.http}${path}`,
    body === undefined ? {} : { method: "POST", body: text },
  );
  return [answer.status, await answer.json()];
}

test("tells where the clock stands", async () => {
  expect(await call("/test/clock")).toEqual([200, { now: "2026-11-01T00:00:00.000Z" }]);
});

test("moves by a duration and to an instant, and answers with where it has arrived", async () => {
  expect(await call("/test/clock", { advance: "P1DT1H" })).toEqual([
    200,
    { now: "2026-11-02T01:00:00.000Z" },
  ]);
  expect(await call("/test/clock", { to: "2027-01-01T00:00:00Z" })).toEqual([
    200,
    { now: "2027-01-01T00:00:00.000Z" },
  ]);
  expect(await call("/test/clock", { advance: "PT0S" })).toEqual([200, { now: "2027-01-01T00:00:00.000Z" }]);
});

test("runs what falls due on the way, in order, before it answers", async () => {
  const seen: string[] = [];
  clock.schedule(Date.parse("2026-11-03T00:00:00Z"), () => void seen.push(`second ${clock.now()}`));
  clock.schedule(Date.parse("2026-11-02T00:00:00Z"), () => void seen.push(`first ${clock.now()}`));
  await call("/test/clock", { advance: "P7D" });
  expect(seen).toEqual(["first 2026-11-02T00:00:00.000Z", "second 2026-11-03T00:00:00.000Z"]);
});

test("waits for quiet without moving", async () => {
  let ended = false;
  const end = work.begin();
  const answer = call("/test/quiet", "");
  setImmediate(() => {
    ended = true;
    end();
  });
  expect(await answer).toEqual([200, { now: "2026-11-01T00:00:00.000Z" }]);
  expect(ended).toBe(true);
});

test("two moves at once are made one after the other", async () => {
  const [first, second] = await Promise.all([
    call("/test/clock", { advance: "P1D" }),
    call("/test/clock", { advance: "P2D" }),
  ]);
  expect([first[0], second[0]]).toEqual([200, 200]);
  expect(await call("/test/clock")).toEqual([200, { now: "2026-11-04T00:00:00.000Z" }]);
});

describe("refuses with a reason", () => {
  test.each<[unknown, string]>([
    ["", "not a JSON object"],
    ["[]", "not a JSON object"],
    [{}, 'needs "advance" or "to"'],
    [{ advance: "P1D", to: "2027-01-01T00:00:00Z" }, 'needs "advance" or "to"'],
    [{ advance: "one day" }, '"advance" must be a duration'],
    [{ advance: 5 }, '"advance" must be a duration'],
    [{ advance: "P1Y" }, '"advance" must be a duration'],
    [{ to: "tomorrow" }, '"to" must be an instant'],
    [{ to: "2026-10-31T23:59:59Z" }, "never moves backwards"],
    [{ advance: "P8000D" }, "20 years at most"],
    [{ to: "9999-01-01T00:00:00Z" }, "20 years at most"],
    [{ advance: "P1D", speed: 2 }, 'unknown property "speed"'],
    [`{"advance":"${"P".repeat(5000)}"}`, "not a JSON object"],
  ])("%j", async (body, words) => {
    const [status, answer] = await call("/test/clock", body);
    expect(status).toBe(400);
    expect(answer).toEqual({ error: { code: "BadRequest", message: expect.stringContaining(words) } });
    expect(clock.now()).toBe("2026-11-01T00:00:00.000Z");
  });

  test("an address that is not there", async () => {
    expect((await call("/test/other"))[0]).toBe(404);
    expect((await call("/test/quiet"))[0]).toBe(404);
  });
});
