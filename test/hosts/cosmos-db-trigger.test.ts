/** Where a Cosmos DB trigger begins, what wakes it, and what it refuses; with functions that are no app's. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { type EmbeddedStore, openStore } from "../../src/adapters/embedded/store/store.js";
import { type SimulatedClock, simulatedClock } from "../../src/adapters/embedded/time/simulated-clock.js";
import { type ProbingWorkTracker, workTracker } from "../../src/adapters/embedded/time/work-tracker.js";
import type { IndexDeclaration } from "../../src/application/ports/documents.js";
import {
  type Binding,
  type BindingService,
  HostError,
  type InvocationResponse,
  type RegisteredFunction,
} from "../../src/hosts/embedded/binding-service.js";
import type { ChangeSource } from "../../src/hosts/embedded/cosmos-db/change-source.js";
import { createCosmosDbService } from "../../src/hosts/embedded/cosmos-db/cosmos-db-service.js";
import { documentsSource } from "../../src/hosts/embedded/cosmos-db/documents-source.js";
import { recordingLogger } from "./messaging-app.js";

let folder: string;
let store: EmbeddedStore;
let clock: SimulatedClock;
let work: ProbingWorkTracker;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cosmos-db-"));
  store = openStore(join(folder, "host.db"));
  clock = simulatedClock(Date.parse("2026-11-22T08:00:00Z"));
  work = workTracker();
  work.watch(() => store.isBusy());
  work.watch(() => clock.isBusy());
  lines = [];
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const ORDERS = { databaseName: "shop", containerName: "orders" };

function aService(
  source?: (database: string, container: string) => ChangeSource | undefined,
): BindingService {
  return createCosmosDbService({
    store,
    clock,
    work,
    logger: recordingLogger(lines),
    ...(source && { source }),
  });
}

function aFunction(
  name: string,
  options: Record<string, unknown> = {},
  retryOptions?: Record<string, unknown>,
): RegisteredFunction {
  const trigger: Binding = {
    name: "documents",
    type: "cosmosDBTrigger",
    direction: "in",
    ...ORDERS,
    ...options,
  };
  return { id: name, name, trigger, bindings: [trigger], ...(retryOptions && { retryOptions }) };
}

/** Writes as an output binding does. */
async function write(service: BindingService, ...documents: object[]): Promise<void> {
  const binding: Binding = { name: "o", type: "cosmosDB", direction: "out", ...ORDERS };
  await service.output?.(binding, { json: JSON.stringify(documents) }, aFunction("writer"));
}

/** An invoke that keeps the ids each function was given, and fails when told to. */
function recorder(fails: (ids: readonly string[]) => boolean = () => false) {
  const batches: { readonly fn: string; readonly ids: readonly string[] }[] = [];
  return {
    batches,
    invoke: async (
      fn: string,
      { trigger }: { readonly trigger: { readonly json?: string } },
    ): Promise<InvocationResponse> => {
      // What the trigger hands over is a JSON array of documents.
      const ids = (JSON.parse(trigger.json ?? "null") as { id: string }[]).map(({ id }) => id);
      batches.push({ fn, ids });
      return fails(ids)
        ? { kind: "failed", error: new Error("as told") }
        : { kind: "succeeded", outputs: [] };
    },
  };
}

describe("a trigger that has never read its container", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["begins with what comes from now on", {}, ["new"]],
    ["begins at the beginning when told to", { startFromBeginning: true }, ["first", "second", "new"]],
    ["begins at an instant when told to", { startFromTime: "2026-11-22T09:00:00Z" }, ["second", "new"]],
    ["begins at an instant to come", { startFromTime: "2026-11-22T09:00:01Z" }, ["new"]],
    [
      "takes the older names of options",
      { containerName: undefined, collectionName: "orders", startFromBeginning: true },
      ["first", "second", "new"],
    ],
  ])("%s", async (_, options, expected) => {
    const service = aService();
    await write(service, { id: "first" });
    await clock.advanceTo(Date.parse("2026-11-22T09:00:00Z"), work);
    await write(service, { id: "second" });
    service.register?.(aFunction("f", options));
    const { batches, invoke } = recorder();
    await service.start(invoke);
    await work.quiet();
    await write(service, { id: "new" });
    await work.quiet();
    expect(batches.flatMap(({ ids }) => ids)).toEqual(expected);
    await service.stop();
  });

  test("keeps to that beginning although it was not there when something came", async () => {
    const first = aService();
    first.register?.(aFunction("f"));
    await first.start(recorder().invoke);
    await first.stop();
    const second = aService();
    await write(second, { id: "meanwhile" });
    second.register?.(aFunction("f"));
    const { batches, invoke } = recorder();
    await second.start(invoke);
    await work.quiet();
    expect(batches).toEqual([{ fn: "f", ids: ["meanwhile"] }]);
    await second.stop();
  });
});

describe("a trigger's options", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["without a container", { containerName: undefined }, /"f" needs "databaseName" and "containerName"/],
    [
      "with two beginnings",
      { startFromBeginning: true, startFromTime: "2026-01-01T00:00:00Z" },
      /only one of/,
    ],
    ["with an instant that is none", { startFromTime: "yesterday" }, /ISO 8601/],
    ["that ask for deletions", { changeFeedMode: "AllVersionsAndDeletes" }, /changeFeedMode/],
    ["with a batch of nothing", { maxItemsPerInvocation: 0 }, /maxItemsPerInvocation/],
  ])("%s are refused", (_, options, message) => {
    const register = () => aService().register?.(aFunction("f", options));
    expect(register).toThrow(HostError);
    expect(register).toThrow(message);
  });

  test("with a retry policy that cannot be read are refused", () => {
    expect(() =>
      aService().register?.(aFunction("f", {}, { strategy: "sometimes", maxRetryCount: 1 })),
    ).toThrow(HostError);
  });

  test("in host.json are refused when unknown", () => {
    expect(() => aService().hostJson?.["cosmosDB"]?.({ conectionMode: "Direct" })).toThrow(
      /"extensions.cosmosDB.conectionMode"/,
    );
    expect(() => aService().hostJson?.["cosmosDB"]?.({ connectionMode: "Direct" })).not.toThrow();
  });
});

describe("retries", () => {
  test("of exponentialBackoff wait longer each time, up to the maximum, for ever when told to", async () => {
    const service = aService();
    const policy = {
      strategy: "exponentialBackoff",
      maxRetryCount: -1,
      minimumInterval: { seconds: 1 },
      maximumInterval: { seconds: 4 },
    };
    service.register?.(aFunction("f", { startFromBeginning: true }, policy));
    const attempts: number[] = [];
    await service.start(async () => {
      attempts.push((clock.nowMs() - Date.parse("2026-11-22T08:00:00Z")) / 1000);
      return { kind: "failed", error: new Error("down") };
    });
    await write(service, { id: "a" });
    await work.quiet();
    await clock.advanceTo(clock.nowMs() + 20_000, work);
    expect(attempts).toEqual([0, 1, 3, 7, 11, 15, 19]);
    await service.stop();
  });
});

describe("a container of the documents adapter", () => {
  // Only what this test writes; the type asks for every container.
  const declaration = { access: { thing: [] } } as unknown as IndexDeclaration;

  test("wakes its functions at each commit and is not written by bindings", async () => {
    const documents = openDocuments(store, declaration);
    const service = aService((database, container) =>
      database === "shop" && container === "access" ? documentsSource(documents, "access") : undefined,
    );
    await documents.batch("access", "p", [{ op: "put", document: { id: "before", kind: "thing" } }]);
    service.register?.(aFunction("all", { containerName: "access", startFromBeginning: true }));
    service.register?.(aFunction("new", { containerName: "access" }));
    const given: unknown[] = [];
    const { batches, invoke } = recorder();
    await service.start((fn, request) => {
      if (fn === "new") given.push(JSON.parse(request.trigger.json ?? "null"));
      return invoke(fn, request);
    });
    await work.quiet();
    await documents.batch("access", "p", [{ op: "create", document: { id: "after", kind: "thing" } }]);
    await work.quiet();
    expect(batches.filter(({ fn }) => fn === "all").flatMap(({ ids }) => ids)).toEqual(["before", "after"]);
    expect(given).toEqual([[{ id: "after", kind: "thing", _etag: expect.any(String) }]]);
    const binding: Binding = {
      name: "o",
      type: "cosmosDB",
      direction: "out",
      databaseName: "shop",
      containerName: "access",
    };
    await expect(service.output?.(binding, { json: "{}" }, aFunction("writer"))).rejects.toThrow(
      /only triggers read it/,
    );
    expect(() =>
      service.register?.(
        aFunction("timed", { containerName: "access", startFromTime: "2026-01-01T00:00:00Z" }),
      ),
    ).toThrow(/not kept by time/);
    await service.stop();
  });
});

describe("laws", () => {
  test("each function sees the last version of every document, in order of change, whatever fails and however batches fall", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        async (writes, maxItems, failures) => {
          runs += 1;
          const container = `c${runs}`;
          const service = aService();
          const policy = { strategy: "fixedDelay", maxRetryCount: -1, delayInterval: { seconds: 1 } };
          service.register?.(
            aFunction(
              `f${runs}`,
              { containerName: container, startFromBeginning: true, maxItemsPerInvocation: maxItems },
              policy,
            ),
          );
          const seen: { readonly id: string; readonly version: number; readonly _lsn: number }[] = [];
          let attempt = 0;
          await service.start(async (_, { trigger }) => {
            attempt += 1;
            await Promise.resolve();
            if (failures[attempt] === true) return { kind: "failed", error: new Error("as planned") };
            seen.push(...(JSON.parse(trigger.json ?? "[]") as typeof seen));
            return { kind: "succeeded", outputs: [] };
          });
          const binding: Binding = {
            name: "o",
            type: "cosmosDB",
            direction: "out",
            databaseName: "shop",
            containerName: container,
          };
          let version = 0;
          for (const batch of writes) {
            const documents = batch.map((id) => {
              version += 1;
              return { id: `d${id}`, version };
            });
            await service.output?.(binding, { json: JSON.stringify(documents) }, aFunction("writer"));
          }
          await clock.advanceTo(clock.nowMs() + 60_000, work);
          await service.stop();
          const order = seen.map(({ _lsn }) => _lsn);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
          const last = new Map(seen.map(({ id, version: seenVersion }) => [id, seenVersion]));
          const written = new Map<string, number>();
          let count = 0;
          for (const id of writes.flat()) {
            count += 1;
            written.set(`d${id}`, count);
          }
          expect(last).toEqual(written);
        },
      ),
      { numRuns: 40 },
    );
  });
});
