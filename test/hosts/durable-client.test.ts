/** The SDK's durable client, making its real HTTP calls to the management API, and that API as others may call it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, HOUR, until } from "./durable-app.js";

let app: DurableApp;
beforeAll(async () => {
  app = await durableApp();
});
afterAll(() => app.stop());

const date = (ms: number) => ({ $date: new Date(ms).toISOString() });

describe("the durable client of an app", () => {
  test("starts an orchestration with input and id, and sees its status", async () => {
    expect(await app.client("startNew", "approval", { instanceId: "c-1", input: { a: 1 } })).toBe("c-1");
    await app.quiet();
    expect(await app.client("getStatus", "c-1", { showInput: true })).toMatchObject({
      name: "approval",
      instanceId: "c-1",
      runtimeStatus: "Running",
      input: { a: 1 },
      output: null,
      createdTime: "2026-11-22T08:00:00.000Z",
    });
  });

  test("gets a fresh id when it gives none, and an empty text as input when it gives none", async () => {
    const id = await app.client("startNew", "returnsInput");
    await app.quiet();
    expect(await app.client("getStatus", id)).toMatchObject({
      runtimeStatus: "Completed",
      output: { input: "" },
    });
  });

  test("raises an event", async () => {
    await app.client("startNew", "approval", { instanceId: "c-2", input: 1 });
    await app.quiet();
    await app.client("raiseEvent", "c-2", "approve", { by: "kim" });
    await app.quiet();
    expect(await app.client("getStatus", "c-2")).toMatchObject({ output: { decision: { by: "kim" } } });
  });

  test("is told that there is no instance to raise, look at, terminate", async () => {
    await expect(app.client("raiseEvent", "nobody", "go", 1)).rejects.toThrow(
      "No instance with ID 'nobody' found.",
    );
    await expect(app.client("getStatus", "nobody")).rejects.toThrow("HTTP 404");
    await expect(app.client("terminate", "nobody", "x")).rejects.toThrow(
      "No instance with ID 'nobody' found.",
    );
  });

  test("may raise an event for an instance that has ended: nothing happens", async () => {
    const { instanceId } = await app.run("hello");
    await expect(app.client("raiseEvent", instanceId, "go", 1)).resolves.toBeNull();
  });

  test("terminates, suspends and resumes", async () => {
    await app.run("approval", 1, "c-3");
    await app.client("suspend", "c-3", "wait");
    expect(await app.client("getStatus", "c-3")).toMatchObject({ runtimeStatus: "Suspended" });
    await app.client("resume", "c-3", "go on");
    expect(await app.client("getStatus", "c-3")).toMatchObject({ runtimeStatus: "Running" });
    await app.client("terminate", "c-3", "not needed");
    expect(await app.client("getStatus", "c-3")).toMatchObject({
      runtimeStatus: "Terminated",
      output: "not needed",
    });
  });

  test("cannot start a second instance under the id of a running one, and the running one goes on", async () => {
    await app.run("approval", "first", "c-4");
    await expect(app.client("startNew", "approval", { instanceId: "c-4", input: "second" })).rejects.toThrow(
      "409",
    );
    await app.engine.raise("c-4", "approve", true);
    await app.quiet();
    expect(await app.client("getStatus", "c-4")).toMatchObject({ output: { request: "first" } });
  });

  test("starts anew under the id of one that has ended, with nothing of the old one left", async () => {
    await app.run("returnsInput", "old", "c-5");
    await app.client("startNew", "returnsInput", { instanceId: "c-5", input: "new" });
    await app.quiet();
    expect(await app.client("getStatus", "c-5")).toMatchObject({ output: { input: "new" } });
    expect((await app.status("c-5")).history?.filter(({ type }) => type === "executionStarted")).toHaveLength(
      1,
    );
  });

  test("is told about a rewind that it is not supported", async () => {
    const { instanceId } = await app.run("fails");
    await expect(app.client("rewind", instanceId, "again")).rejects.toThrow(
      "not supported by the embedded host",
    );
  });

  test("reads and signals entities", async () => {
    const entity = { $entity: ["Counter", "from-client"] };
    expect(await app.client("readEntityState", entity)).toEqual({ entityExists: false });
    await app.client("signalEntity", entity, "add", 4);
    await app.quiet();
    expect(await app.client("readEntityState", entity)).toEqual({ entityExists: true, entityState: 4 });
  });

  test("is told about the links of an instance, on the address of the request, and the links work", async () => {
    const response = await fetch(`${app.url}/api/start/approval`, {
      method: "POST",
      body: '{"instanceId":"c-6"}',
    });
    expect(response.status).toBe(202);
    expect(response.headers.get("location")).toContain(
      `${app.url}/runtime/webhooks/durabletask/instances/c-6?`,
    );
    const links = (await response.json()) as Record<string, string>;
    await app.quiet();
    expect((await fetch(links["statusQueryGetUri"] ?? "")).status).toBe(202);
    const event = (links["sendEventPostUri"] ?? "").replace("{eventName}", "approve");
    const headers = { "content-type": "application/json" };
    expect((await fetch(event, { method: "POST", body: "true", headers })).status).toBe(202);
    await app.quiet();
    expect((await fetch(links["statusQueryGetUri"] ?? "")).status).toBe(200);
    expect((await fetch(links["purgeHistoryDeleteUri"] ?? "", { method: "DELETE" })).status).toBe(200);
    expect((await fetch(links["statusQueryGetUri"] ?? "")).status).toBe(404);
  });

  test("can wait for the end of an instance, and gets the links when that takes too long", async () => {
    const { instanceId } = await app.run("hello");
    const ended = await fetch(`${app.url}/api/waits/${instanceId}`);
    expect([ended.status, await ended.json()]).toEqual([
      200,
      ["Hello, Tokyo!", "Hello, Seattle!", "Hello, London!"],
    ]);
    const parked = await app.run("approval", 1);
    expect((await fetch(`${app.url}/api/waits/${parked.instanceId}`)).status).toBe(202);
  });
});

describe("lists of instances", () => {
  let began = 0;
  beforeEach(() => {
    began = app.clock.nowMs();
  });

  const ids = (list: unknown): string[] =>
    (list as { instanceId: string }[]).map(({ instanceId }) => instanceId);

  test("give every instance, over as many pages as it takes", async () => {
    await app.pass(HOUR);
    const from = app.clock.nowMs();
    const many = Array.from({ length: 250 }, (_, n) => `page-${String(n).padStart(3, "0")}`);
    for (const id of many) await app.engine.start("returnsInput", { instanceId: id });
    await app.quiet();
    const by = ids(await app.client("getStatusBy", { createdTimeFrom: date(from) }));
    expect(by).toEqual(many);
    expect(ids(await app.client("getStatusAll"))).toEqual(expect.arrayContaining(many));
  });

  test("can be by status and by time of creation", async () => {
    await app.pass(HOUR);
    const from = app.clock.nowMs();
    await app.run("approval", 1, "filter-running");
    await app.run("hello", undefined, "filter-completed");
    await app.run("fails", undefined, "filter-failed");
    await app.pass(HOUR);
    await app.run("hello", undefined, "filter-later");
    const window = { createdTimeFrom: date(from), createdTimeTo: date(from + HOUR - 1) };
    const of = async (...runtimeStatus: string[]) =>
      ids(await app.client("getStatusBy", { ...window, runtimeStatus }));
    expect(await of("Failed")).toEqual(["filter-failed"]);
    expect(await of("Failed", "Completed")).toEqual(["filter-completed", "filter-failed"]);
    expect(await of("Running", "Pending", "Suspended")).toEqual(["filter-running"]);
    expect(await of("Terminated")).toEqual([]);
  });

  test("lose what was purged: one by its id, many by time and status, never one that has not ended", async () => {
    await app.pass(HOUR);
    const from = app.clock.nowMs();
    await app.run("approval", 1, "purge-running");
    for (const id of ["purge-1", "purge-2", "purge-3"]) await app.run("hello", undefined, id);
    await app.run("fails", undefined, "purge-failed");
    expect(await app.client("purgeInstanceHistory", "purge-1")).toEqual({ instancesDeleted: 1 });
    expect(await app.client("purgeInstanceHistory", "purge-1")).toEqual({ instancesDeleted: 0 });
    await expect(app.client("purgeInstanceHistory", "purge-running")).rejects.toThrow("412");
    const filter = { createdTimeFrom: date(from), createdTimeTo: date(from + HOUR) };
    expect(await app.client("purgeInstanceHistoryBy", { ...filter, runtimeStatus: ["Completed"] })).toEqual({
      instancesDeleted: 2,
    });
    expect(ids(await app.client("getStatusBy", { createdTimeFrom: date(from) }))).toEqual([
      "purge-running",
      "purge-failed",
    ]);
    expect(began).toBeLessThan(from);
  });
});

describe("the management API", () => {
  const url = async (path: string): Promise<string> => {
    const links = (await app.client("createHttpManagementPayload", "x")) as Record<string, string>;
    const code = new URL(links["statusQueryGetUri"] ?? "").searchParams.get("code");
    const target = new URL(`${app.url}/runtime/webhooks/durabletask/${path}`);
    target.searchParams.set("code", code ?? "");
    return target.href;
  };
  const get = async (path: string) => fetch(await url(path));
  const post = async (path: string, body?: string, type = "application/json") =>
    fetch(await url(path), {
      method: "POST",
      headers: { "content-type": type },
      ...(body !== undefined && { body }),
    });

  test("answers nobody who does not know the key", async () => {
    const base = `${app.url}/runtime/webhooks/durabletask`;
    expect((await fetch(`${base}/instances`)).status).toBe(401);
    expect((await fetch(`${base}/instances?code=wrong`)).status).toBe(401);
    expect((await fetch(`${base}/rpc/wrong/instances`)).status).toBe(401);
    expect((await fetch(`${base}/orchestrators/hello`, { method: "POST" })).status).toBe(401);
  });

  test("keeps its key over a restart, so that links that were handed out stay good", async () => {
    const before = await url("instances");
    const again = await durableApp({ folder: app.snapshot() });
    const links = (await again.client("createHttpManagementPayload", "x")) as Record<string, string>;
    const code = new URL(links["statusQueryGetUri"] ?? "").searchParams.get("code");
    expect(new URL(before).searchParams.get("code")).toBe(code);
    await again.stop();
  });

  test("starts an instance and, when asked, waits for its result", async () => {
    const started = await post("orchestrators/returnsInput/m-1", '{"a":1}');
    expect(started.status).toBe(202);
    expect(await started.json()).toMatchObject({ id: "m-1", restartPostUri: expect.any(String) });
    const waited = await post("orchestrators/hello?timeout=10&pollingInterval=1");
    expect(waited.status).toBe(200);
    expect(await waited.json()).toHaveLength(3);
  });

  test("hands out the links when the result takes longer than the caller would wait", async () => {
    const waiting = post("orchestrators/approval/m-2?timeout=30&pollingInterval=1", "1");
    await until(async () => (await app.engine.status("m-2"))?.status === "running");
    await app.pass(31_000);
    expect((await waiting).status).toBe(202);
  });

  test.each([
    ["orchestrators/noSuchOrchestrator", "1", 400],
    ["orchestrators/hello/bad%23id", "1", 400],
    ["orchestrators/hello/@entity-like", "1", 400],
    [`orchestrators/hello/${"x".repeat(101)}`, "1", 400],
    ["orchestrators/hello", "{not json", 400],
    ["orchestrators/hello?taskHub=OtherHub", "1", 400],
    ["orchestrators/hello/a/b", "1", 404],
    ["instances/m-1/dance", undefined, 404],
    ["instances/%E0%A4%A/terminate", undefined, 400],
    ["nothing", undefined, 404],
    ["entities/Nothing/x?op=add", "1", 400],
  ])("answers POST %s %s with %i", async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });

  test("takes events as JSON only, as the extension does", async () => {
    await app.run("approval", 1, "m-3");
    expect((await post("instances/m-3/raiseEvent/approve", "plain", "text/plain")).status).toBe(400);
    expect((await post("instances/m-3/raiseEvent/approve", "{oops")).status).toBe(400);
    expect((await post("instances/m-3/raiseEvent/approve", "1")).status).toBe(202);
  });

  test("restarts an instance with the same input, under its own id or a fresh one", async () => {
    await app.run("returnsInput", { again: true }, "m-4");
    const own = await post("instances/m-4/restart?restartWithNewInstanceId=false");
    expect(await own.json()).toMatchObject({ id: "m-4" });
    const fresh = (await (await post("instances/m-4/restart")).json()) as { id: string };
    await app.quiet();
    expect(fresh.id).not.toBe("m-4");
    expect((await app.status(fresh.id)).output).toMatchObject({ input: { again: true } });
    expect((await post("instances/nobody/restart")).status).toBe(400);
  });

  test("shows the history of an instance in the extension's words", async () => {
    await app.run("approval", { a: 1 }, "m-5");
    await app.engine.raise("m-5", "approve", "yes");
    await app.quiet();
    const answer = await get("instances/m-5?showHistory=true&showHistoryOutput=true&showInput=false");
    const { historyEvents, input } = (await answer.json()) as {
      historyEvents: Record<string, unknown>[];
      input: unknown;
    };
    expect(input).toBeNull();
    expect(historyEvents.map(({ EventType: type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskCompleted",
      "TaskCompleted",
      "EventRaised",
      "TaskCompleted",
      "ExecutionCompleted",
    ]);
    expect(historyEvents[1]).toMatchObject({
      FunctionName: "first",
      Result: { a: 1 },
      ScheduledTime: expect.any(String),
    });
    expect(historyEvents[3]).toMatchObject({ Name: "approve", Input: "yes" });
  });

  test("shows whole seconds, as the extension does", async () => {
    await app.pass(1234);
    await app.run("hello", undefined, "m-6");
    expect(await (await get("instances/m-6")).json()).toMatchObject({
      createdTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  test("lists entities by name, in pages", async () => {
    for (const key of ["l-1", "l-2", "l-3"])
      await app.engine.signalEntity(`@relay@${key}`, "pass", { to: "l", amount: 1 });
    await app.quiet();
    const first = await get("entities/Relay?top=2&fetchState=true");
    expect(await first.json()).toEqual([
      { entityId: { name: "relay", key: "l-1" }, lastOperationTime: expect.any(String), state: "told" },
      { entityId: { name: "relay", key: "l-2" }, lastOperationTime: expect.any(String), state: "told" },
    ]);
    const token = first.headers.get("x-ms-continuation-token") ?? "";
    const rest = await fetch(await url("entities/Relay?top=2"), {
      headers: { "x-ms-continuation-token": token },
    });
    expect(await rest.json()).toMatchObject([{ entityId: { key: "l-3" } }]);
  });

  test("refuses a continuation token that is not its own", async () => {
    const headers = { "x-ms-continuation-token": "' OR 1=1" };
    expect((await fetch(await url("instances"), { headers })).status).toBe(400);
  });
});
