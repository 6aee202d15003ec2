/** Cosmos DB triggers, outputs and inputs, with an app that knows nothing of this host. */
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type MessagingApp, messagingApp, temporaryFolder } from "./messaging-app.js";

let data: string;
let app: MessagingApp;
beforeEach(async () => {
  data = temporaryFolder();
  app = await messagingApp({ data });
  await app.notes();
});
afterEach(async () => {
  await app.stop();
  rmSync(data, { recursive: true });
});

const aDocument = (id: string, facts: object = {}) => ({ id, customer: "contoso", ...facts });
const write = (...documents: object[]) =>
  app.call("PUT", "documents", documents.length === 1 ? documents[0] : documents);

async function idsOf(name: string): Promise<unknown[]> {
  return (await app.notes(name)).map(({ ids }) => ids);
}

async function restart(): Promise<void> {
  await app.stop();
  app = await messagingApp({ data });
}

describe("an output binding", () => {
  test("writes a document that an input binding then reads by id and partition key", async () => {
    expect((await write(aDocument("1", { item: "lamp" }))).status).toBe(202);
    const read = await (await app.call("GET", "documents/contoso/1")).json();
    expect(read).toMatchObject({
      document: { id: "1", customer: "contoso", item: "lamp", _ts: 1_795_334_400 },
    });
    expect(read).toHaveProperty("document._etag");
  });

  test("replaces a document of the same id and partition, and only that", async () => {
    await write(aDocument("1", { item: "lamp" }), { id: "1", customer: "fabrikam" });
    await write(aDocument("1", { item: "chair" }));
    const all = await (await app.call("GET", "documents")).json();
    expect(all).toMatchObject([
      { id: "1", customer: "fabrikam" },
      { id: "1", customer: "contoso", item: "chair" },
    ]);
  });

  test("gives nothing for a document that is not there", async () => {
    expect(await (await app.call("GET", "documents/contoso/none")).json()).toEqual({ document: null });
  });

  test.each([
    ["has no id", { customer: "contoso" }],
    ["has an id that is not a text", { id: 1, customer: "contoso" }],
    ["has a / in its id", { id: "a/b", customer: "contoso" }],
    ["is larger than 2 MB", { id: "1", text: "x".repeat(2_100_000) }],
    ["is no object", [[1]]],
  ])("fails the invocation and writes nothing when a document %s", async (_, document) => {
    const response = await app.call("PUT", "documents", [aDocument("first"), document]);
    expect(response.status).toBe(500);
    expect(await (await app.call("GET", "documents")).json()).toEqual([]);
  });
});

describe("an input binding", () => {
  test("with a SQL query fails the invocation, naming the option", async () => {
    expect((await app.call("GET", "query")).status).toBe(500);
    expect(app.lines.join("\n")).toMatch(/"query".*"sqlQuery"/);
  });
});

describe("a trigger", () => {
  test("is given each change, in order, at most maxItemsPerInvocation at once", async () => {
    await write(aDocument("1"), aDocument("2"), aDocument("3"));
    expect(await idsOf("follow")).toEqual([["1@1", "2@2"], ["3@3"]]);
  });

  test("is given the newest version of a document that changed twice", async () => {
    await write(aDocument("1"), aDocument("2"), aDocument("1", { again: true }));
    expect(await idsOf("follow")).toEqual([["2@2", "1@3"]]);
  });

  test("goes on where it stood after a restart", async () => {
    await write(aDocument("1"));
    expect(await idsOf("follow")).toEqual([["1@1"]]);
    await restart();
    await app.quiet();
    expect(await idsOf("follow")).toEqual([]);
    await write(aDocument("2"));
    expect(await idsOf("follow")).toEqual([["2@2"]]);
  });

  test("without a retry policy skips a batch that fails, and says so in the log", async () => {
    await write(aDocument("1", { poison: "follow" }));
    await write(aDocument("2"));
    expect(await idsOf("follow")).toEqual([["1@1"], ["2@2"]]);
    expect(app.lines).toContain('error: "follow" skips 1 changes of "shop/orders" that it failed to handle.');
  });

  test("with a retry policy is given a failing batch again after the delay, and then goes on; others do not wait for it", async () => {
    await write(aDocument("1", { poison: "insist" }), aDocument("2"));
    await write(aDocument("3"));
    expect(await app.notes("follow")).toMatchObject([{ ids: ["1@1", "2@2"] }, { ids: ["3@3"] }]);
    await app.notes();
    await app.pass(9_999);
    expect(await app.notes("insist")).toEqual([]);
    await app.pass(1);
    expect(await app.notes("insist")).toMatchObject([{ ids: ["1", "2"], retry: 1 }]);
    await app.pass(10_000);
    expect(await app.notes("insist")).toMatchObject([
      { ids: ["1", "2"], retry: 2 },
      { ids: ["3"], retry: 0 },
    ]);
  });

  test("with a retry policy begins a batch anew that a restart interrupted", async () => {
    await write(aDocument("1", { poison: "insist" }));
    expect(await app.notes("insist")).toMatchObject([{ retry: 0 }]);
    await restart();
    await app.quiet();
    expect(await app.notes("insist")).toMatchObject([{ ids: ["1"], retry: 0 }]);
  });
});
