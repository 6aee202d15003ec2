/** The embedded host as a whole: an unmodified app is loaded, invoked, hooked, logged and stopped. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { ESM_APP, type RunningApp, runningApp } from "./core-running-app.js";
import { type ShelfService, shelfService } from "./core-shelf-service.js";

describe("a running app", () => {
  let app: RunningApp;
  let shelves: ShelfService;
  beforeAll(async () => {
    shelves = shelfService();
    shelves.shelves.set("fiction", ["Emma"]);
    app = await runningApp({ services: [shelves] });
  });
  afterAll(() => app.stop());

  const text = async (path: string, init?: RequestInit): Promise<string> =>
    (await fetch(`${app.url}/api/${path}`, init)).text();

  test("has every function that the app registered", () => {
    expect(app.host.functions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["hello", "nightly", "on-shelf", "hooked"]),
    );
  });

  test("has run its appStart hooks before the first request is answered", async () => {
    expect(await app.journal()).toContain("appStart");
  });

  test("reads local.settings.json into its environment and into %SETTING% of its bindings", async () => {
    expect(await text("setting")).toBe("good day");
    expect(shelves.triggered.map(({ trigger }) => trigger["shelf"])).toEqual(["fiction"]);
  });

  test("runs a function by its name", async () => {
    const response = await app.host.invoke("hello", {
      trigger: { http: { method: "GET", url: "http://x/api/hello", headers: {}, query: {}, params: {} } },
    });
    expect(response.kind).toBe("succeeded");
  });

  test("answers an invocation of a function that does not exist as failed", async () => {
    const response = await app.host.invoke("nobody", { trigger: {} });
    expect(response).toMatchObject({ kind: "failed", error: { message: 'There is no function "nobody".' } });
  });

  describe("bindings", () => {
    test("fills input bindings, writes output bindings and $return before the trigger is told", async () => {
      const response = await shelves.put("fiction", {
        trigger: { json: '{"title":"Persuasion"}' },
        triggerMetadata: { ShelfMark: { string: "A-1" }, Details: { json: '{"DeweyClass":823}' } },
      });
      expect(response.kind).toBe("succeeded");
      expect(shelves.shelves.get("copies")).toEqual([
        { copyOf: { title: "Persuasion" }, beside: { top: "Emma" } },
      ]);
      // The library tells the app the trigger as it was registered, and metadata in camel case.
      expect(shelves.shelves.get("returned")).toEqual([
        { metadata: { shelfMark: "A-1", details: { deweyClass: 823 } }, options: "%SHELF_NAME%" },
      ]);
    });

    test("tells the trigger of a function that throws", async () => {
      const response = await shelves.put("fiction", { trigger: { json: '{"fail":true}' } });
      expect(response).toMatchObject({ kind: "failed", error: { message: "no room" } });
      const line = app.lines.find(({ level, message }) => level === "error" && message.includes("no room"));
      expect(line?.facts).toMatchObject({
        function: "on-shelf",
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    });

    test("writes the other outputs of an HTTP function and then answers", async () => {
      shelves.shelves.delete("copies");
      const answer = await fetch(`${app.url}/api/shelve`, { method: "POST", body: '{"a":1}' });
      expect(answer.status).toBe(202);
      expect(shelves.shelves.get("copies")).toEqual([{ a: 1 }]);
    });

    test("passes the retry count on to the function", async () => {
      await app.journal();
      await shelves.put("fiction", {
        trigger: { string: "plain" },
        retryContext: { retryCount: 3, maxRetryCount: 5, exception: { message: "before" } },
      });
      expect(await app.journal()).toContain('item "plain" retry 3');
    });
  });

  describe("hooks", () => {
    test("may replace inputs, handler and result", async () => {
      expect(await text("hooked")).toBe("wrapped handler saw GET after by preInvocation");
    });

    test("may turn an error into a result", async () => {
      expect(await text("forgiven")).toBe("forgave: oh no");
    });

    test("may change a log line", async () => {
      await text("talks");
      const messages = app.lines.map(({ message }) => message);
      expect(messages).toContain("(taken out by a log hook)");
      expect(messages.join()).not.toContain("123");
    });
  });

  describe("logging", () => {
    test("writes context.log with level, function and invocation id", async () => {
      await text("logs");
      const lines = app.lines.filter(({ facts }) => facts["function"] === "logs");
      expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
        "info plain text",
        "warn careful",
        "error bad",
      ]);
      expect(new Set(lines.map(({ facts }) => facts["invocationId"])).size).toBe(1);
    });

    test("keeps to the level that host.json sets for one function", async () => {
      await text("logs-quietly");
      const messages = app.lines.filter(({ facts }) => facts["function"] === "logs-quietly");
      expect(messages.map(({ message }) => message)).toEqual(["loud enough"]);
    });
  });

  test("survives a promise that fails with nobody waiting, and logs it", async () => {
    // Vitest ends a run for such a promise; here it is what the host must cope with.
    const others = process.listeners("unhandledRejection").filter(({ name }) => name !== "onRejection");
    for (const listener of others) process.off("unhandledRejection", listener);
    try {
      expect(await text("forgets")).toBe("answered");
      await app.work.quiet();
    } finally {
      for (const listener of others) process.on("unhandledRejection", listener);
    }
    expect(app.lines.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("nobody waits for this"),
    );
    expect(await text("hello")).toBe("hello");
  });

  test("fails an invocation that runs longer than functionTimeout, and goes on", async () => {
    const answer = fetch(`${app.url}/api/hang`);
    // Until the function runs there is nothing whose time could pass.
    while (app.lines.every(({ message }) => !message.includes("functionTimeout"))) {
      await app.clock.advanceTo(app.clock.nowMs() + 61_000, { ...app.work, quiet: async () => {} });
      await new Promise(setImmediate);
    }
    expect((await answer).status).toBe(500);
    expect(await text("hello")).toBe("hello");
  });
});

describe("several hosts in one process", () => {
  test("run an app again after it was stopped, with its functions and hooks", async () => {
    const services = (): ShelfService[] => [shelfService()];
    const first = await runningApp({ services: services() });
    await first.journal();
    await first.stop();
    const second = await runningApp({ services: services() });
    try {
      expect(await second.journal()).toEqual(["appTerminate", "appStart"]);
      expect(second.host.functions.length).toBe(first.host.functions.length);
    } finally {
      await second.stop();
    }
  });

  test("run an app of ES modules, with an empty route prefix", async () => {
    const app = await runningApp({ folder: ESM_APP });
    try {
      expect(await (await fetch(app.url)).text()).toBe("hello from modules, call 1");
    } finally {
      await app.stop();
    }
  });

  test("take their settings out of the environment when they stop", async () => {
    const app = await runningApp({ services: [shelfService()] });
    expect(process.env["GREETING"]).toBe("good day");
    await app.stop();
    expect(process.env["GREETING"]).toBeUndefined();
    expect(process.env["WEBSITE_HOSTNAME"]).toBeUndefined();
  });
});

describe("a start that cannot succeed", () => {
  test("names the type of a binding that nobody offers", async () => {
    await expect(runningApp()).rejects.toThrow(
      '"on-shelf" has a trigger of type "shelfTrigger", which this host does not offer. It offers: httptrigger, timertrigger.',
    );
  });

  test("names a setting that does not exist", async () => {
    process.env["SHELF_NAME"] = "%MISSING%";
    await expect(
      runningApp({
        services: [shelfService()],
        worker: {
          start: async () => ({
            functions: [
              {
                id: "f",
                name: "f",
                bindings: [
                  { name: "t", type: "timerTrigger", direction: "in", schedule: "%NO_SUCH_SETTING%" },
                ],
              },
            ],
          }),
          invoke: async () => ({ kind: "failed", error: new Error("never") }),
          stop: async () => {},
        },
      }),
    ).rejects.toThrow(
      'The binding "t" of "f" refers to %NO_SUCH_SETTING%, and there is no setting of that name.',
    );
    delete process.env["SHELF_NAME"];
  });

  test("says that a port is taken, and leaves nothing running", async () => {
    const first = await runningApp({ folder: ESM_APP });
    const port = Number(new URL(first.url).port);
    await expect(runningApp({ folder: ESM_APP, listen: { port } })).rejects.toThrow(HostError);
    await expect(runningApp({ folder: ESM_APP, listen: { port } })).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: something else is listening there`,
    );
    await first.stop();
  });

  test("refuses functions with keys where others could reach the server", async () => {
    await expect(
      runningApp({ services: [shelfService()], listen: { port: 0, host: "0.0.0.0" } }),
    ).rejects.toThrow('"with-key" has authLevel "function", and this host has no function keys');
  });
});
