/** The law of numbering: whatever an orchestrator mixes, and in whatever order the answers come, the host and the SDK agree to the end. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/domain/json.js";
import { DAY, type DurableApp, durableApp, HOUR, SECOND } from "./durable-app.js";

type Step = { readonly do: string; readonly [name: string]: Json };

describe("an orchestration of any steps in any order", () => {
  let app: DurableApp;
  let server: Server;
  let port = 0;
  const polls = new Map<string, number>();

  beforeAll(async () => {
    app = await durableApp({ allowOutbound: ({ hostname }) => hostname === "127.0.0.1" });
    server = createServer((request, response) => {
      const url = request.url ?? "";
      const left = polls.get(url) ?? Number(/polls=(\d)/.exec(url)?.[1] ?? 0);
      polls.set(url, left - 1);
      if (left > 0) response.writeHead(202, { location: url, "retry-after": "5" }).end();
      else response.end("done");
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    // A server that listens on a port has an address with a port.
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await app.stop();
    server.close();
  });

  let made = 0;
  const fresh = (): string => `program-${(made += 1)}`;
  const run = fc.constant(0).map(fresh);
  const turns = fc.integer({ min: 0, max: 4 });
  const timer = fc.oneof(
    fc.integer({ min: 0, max: HOUR }),
    fc.constantFrom(6 * DAY, 6 * DAY + 1, 10 * DAY, 40 * DAY),
  );
  const intervalMs = fc.integer({ min: 1, max: 60 * SECOND });
  const simple: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant("activity"), run, turns, failures: fc.integer({ min: 0, max: 1 }) }),
    fc.record({
      do: fc.constant("retry"),
      run,
      turns,
      intervalMs,
      attempts: fc.integer({ min: 1, max: 4 }),
      failures: fc.integer({ min: 0, max: 4 }),
    }),
    fc.record({ do: fc.constant("timer"), ms: timer }),
    fc.record({ do: fc.constant("event"), name: fc.constantFrom("a", "b") }),
    fc.record({ do: fc.constant("retryChild"), run, intervalMs, failures: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ do: fc.constant("entity"), key: fc.constant("programs") }),
    fc.record({
      do: fc.constant("http"),
      url: run.chain((name) => fc.integer({ min: 0, max: 3 }).map((n) => `/${name}?polls=${n}`)),
    }),
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: simple },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("all"), of: fc.array(simple, { minLength: 1, maxLength: 4 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("any"), of: fc.array(simple, { minLength: 1, maxLength: 4 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("child"), steps: fc.array(simple, { maxLength: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("signal"), key: fc.constant("programs") }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("deadline"), ms: timer, work: simple }) },
  );

  /** Writes the address of the test's server into the program. */
  const located = (steps: readonly Step[]): Json => {
    const text = JSON.stringify(steps).replaceAll('"url":"/', `"url":"http://127.0.0.1:${port}/`);
    return JSON.parse(text) as Json; // JSON of JSON
  };

  test("comes to its end", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const instanceId = fresh();
        await app.engine.start("program", { instanceId, input: located(steps) });
        for (let day = 0; day < 400; day += 1) {
          await app.quiet();
          const running = await app.engine.list({ statuses: ["running"] }, { top: 1000 });
          if (!running.items.some(({ instanceId: id }) => id === instanceId)) break;
          // Children wait for events too, and nobody knows their ids: everybody gets them.
          for (const { instanceId: id } of running.items) {
            await app.engine.raise(id, day % 2 === 0 ? "a" : "b", day);
          }
          await app.pass(DAY);
        }
        const status = await app.status(instanceId);
        expect([status.status, status.output]).toEqual(["completed", { failed: expect.any(Number) }]);
      }),
      { numRuns: Number(process.env["DURABLE_PROGRAMS"] ?? 60) },
    );
  });
});
