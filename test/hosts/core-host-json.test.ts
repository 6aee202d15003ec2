/** host.json, package.json and local.settings.json: what is honoured, what has no effect, and what stops the start. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { readHostJson } from "../../src/hosts/embedded/host-json.js";
import { type RunningApp, recordingLogger, runningApp, temporaryFolder } from "./core-running-app.js";
import { shelfService } from "./core-shelf-service.js";

let folder: string;
let app: RunningApp | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"));
});
afterEach(async () => {
  await app?.stop();
  app = undefined;
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string | object>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

const read = async (
  hostJson: object | string,
  logger = recordingLogger().logger,
): ReturnType<typeof readHostJson> => {
  write({ "host.json": hostJson });
  return readHostJson(folder, [shelfService()], logger);
};

describe("host.json", () => {
  test("may say nothing but its version: then Azure's defaults hold", async () => {
    expect(await read({ version: "2.0" })).toEqual({
      http: { routePrefix: "api", maxOutstandingRequests: -1, maxConcurrentRequests: -1, customHeaders: {} },
      logLevels: new Map(),
      functionTimeoutMs: undefined,
      functions: undefined,
      retryOptions: undefined,
    });
  });

  test("may hold comments, trailing commas and a byte order mark", async () => {
    const text =
      '\uFEFF{ // "version": "1.0"\n "version": "2.0", /* and */ "functions": ["// kept", ",]"], }';
    expect((await read(text)).functions).toEqual(["// kept", ",]"]);
  });

  test("is honoured in what it sets", async () => {
    const settings = await read({
      version: "2.0",
      functionTimeout: "00:10:00",
      logging: { logLevel: { default: "Warning", "Function.a": "None" } },
      retry: { strategy: "fixedDelay", maxRetryCount: 3, delayInterval: "00:00:10" },
      extensions: {
        http: { routePrefix: "/v1/", maxOutstandingRequests: 20, maxConcurrentRequests: 10 },
        shelves: { height: 3 },
      },
    });
    expect(settings.functionTimeoutMs).toBe(600_000);
    expect(settings.logLevels.get("Function.a")).toBe("none");
    expect(settings.retryOptions).toEqual({
      strategy: "fixedDelay",
      maxRetryCount: 3,
      delayInterval: { seconds: 10 },
    });
    expect(settings.http).toMatchObject({
      routePrefix: "v1",
      maxOutstandingRequests: 20,
      maxConcurrentRequests: 10,
    });
  });

  test("may hold settings that mean nothing here, which is said at debug level", async () => {
    const { logger, lines } = recordingLogger();
    await read(
      {
        version: "2.0",
        extensionBundle: { id: "Microsoft.Azure.Functions.ExtensionBundle", version: "[4.*, 5.0.0)" },
        healthMonitor: { enabled: true },
        extensions: { queues: { batchSize: 4 } },
      },
      logger,
    );
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'debug host.json: "extensionBundle" has no effect here: the extensions are part of this host.',
      'debug host.json: "healthMonitor" has no effect here: one process has nothing to be moved to.',
      'debug host.json: "extensions.queues" has no effect here: this host has no such service.',
    ]);
  });

  test.each<[object | string, string]>([
    [{}, '"version" is not right: must be "2.0"'],
    [{ version: "1.0" }, '"version" is not right: must be "2.0"'],
    [{ version: "2.0", colour: 1 }, 'unknown key "colour"'],
    [{ version: "2.0", customHandler: {} }, 'unknown key "customHandler"'],
    [{ version: "2.0", logging: { loglevel: {} } }, 'unknown key "logging.loglevel"'],
    [
      { version: "2.0", logging: { logLevel: { default: "Loud" } } },
      '"logging.logLevel.default" is not right',
    ],
    [{ version: "2.0", functionTimeout: "ten minutes" }, '"functionTimeout" is not right'],
    [{ version: "2.0", extensions: { http: { prefix: "x" } } }, 'unknown key "extensions.http.prefix"'],
    [
      { version: "2.0", extensions: { http: { maxConcurrentRequests: 0 } } },
      "extensions.http.maxConcurrentRequests",
    ],
    [
      { version: "2.0", extensions: { http: { customHeaders: { "a b": "c" } } } },
      "extensions.http.customHeaders",
    ],
    [
      { version: "2.0", extensions: { http: { customHeaders: { a: "b\nc" } } } },
      "extensions.http.customHeaders",
    ],
    [{ version: "2.0", extensions: { toaster: {} } }, 'unknown key "extensions.toaster"'],
    [{ version: "2.0", extensions: { shelves: { height: 4 } } }, "Shelves have the height 3."],
    [{ version: "2.0", retry: { strategy: "never" } }, '"retry.strategy" is not right'],
    ["{", "is not valid JSON"],
    ["[]", "must hold a JSON object"],
  ])("%j stops the start: %s", async (hostJson, words) => {
    await expect(read(hostJson)).rejects.toThrow(HostError);
    await expect(read(hostJson)).rejects.toThrow(words);
  });

  test("that is missing shows that the folder holds no function app", async () => {
    await expect(readHostJson(folder, [], recordingLogger().logger)).rejects.toThrow("it has no host.json");
  });
});

describe("an app", () => {
  const FUNCTION = 'require("@azure/functions").app.http("f", { handler: () => ({ body: __filename }) });';

  test("is loaded from every file that the pattern in package.json matches", async () => {
    write({
      "host.json": { version: "2.0" },
      "package.json": { main: "{index.js,src/**/*.cjs}" },
      "index.js": FUNCTION.replace('"f"', '"a"'),
      "src/deep/b.cjs": FUNCTION.replace('"f"', '"b"'),
      "src/ignored.txt": "throw",
    });
    app = await runningApp({ folder });
    expect(app.host.functions.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("may have only some of its functions run, by host.json", async () => {
    write({
      "host.json": { version: "2.0", functions: ["b"] },
      "package.json": { main: "*.cjs" },
      "a.cjs": FUNCTION.replace('"f"', '"a"'),
      "b.cjs": FUNCTION.replace('"f"', '"b"'),
    });
    app = await runningApp({ folder });
    expect(app.host.functions.map(({ name }) => name)).toEqual(["b"]);
    expect((await fetch(`${app.url}/api/a`)).status).toBe(404);
  });

  test.each<[string, Readonly<Record<string, string | object>>, string]>([
    ["no package.json", {}, "it has no package.json"],
    ["no main", { "package.json": {} }, 'needs "main"'],
    ["no file", { "package.json": { main: "dist/*.js" } }, 'No file matches "main": "dist/*.js"'],
    ["no function", { "package.json": { main: "a.js" }, "a.js": "" }, "registers no function"],
    [
      "a file that throws",
      { "package.json": { main: "a.js" }, "a.js": 'throw new TypeError("wrong");' },
      "a.js could not be loaded: TypeError: wrong",
    ],
    [
      "two functions of one name",
      { "package.json": { main: "a.js" }, "a.js": FUNCTION + FUNCTION },
      'A function with id "f" has already been registered.',
    ],
    [
      "a listed function that is not there",
      {
        "host.json": { version: "2.0", functions: ["g"] },
        "package.json": { main: "a.js" },
        "a.js": FUNCTION,
      },
      'host.json lists the function "g"',
    ],
    [
      "a reserved route",
      {
        "host.json": { version: "2.0", extensions: { http: { routePrefix: "" } } },
        "package.json": { main: "a.js" },
        "a.js": FUNCTION.replace("{ handler", '{ route: "admin/x", handler'),
      },
      "belongs to the host itself",
    ],
    [
      "a timer without a readable schedule",
      {
        "package.json": { main: "a.js" },
        "a.js": 'require("@azure/functions").app.timer("t", { schedule: "soon", handler: () => {} });',
      },
      'The schedule "soon" of "t"',
    ],
    [
      "an appStart hook that fails",
      {
        "package.json": { main: "a.js" },
        "a.js": `${FUNCTION} require("@azure/functions").app.hook.appStart(() => { throw new Error("no database"); });`,
      },
      "An appStart hook of the app failed: no database",
    ],
  ])("with %s cannot start", async (_, files, words) => {
    write({ "host.json": { version: "2.0" }, ...files });
    await expect(runningApp({ folder })).rejects.toThrow(HostError);
    await expect(runningApp({ folder })).rejects.toThrow(words);
  });

  test.each<[string, object, string]>([
    ["encrypted", { IsEncrypted: true, Values: {} }, "is encrypted"],
    ["of another type than text", { Values: { A: 5 } }, 'the value of "A" must be a string'],
  ])("with local settings that are %s cannot start", async (_, settings, words) => {
    write({
      "host.json": { version: "2.0" },
      "local.settings.json": settings,
      "package.json": { main: "a.js" },
      "a.js": FUNCTION,
    });
    await expect(runningApp({ folder })).rejects.toThrow(words);
  });
});

test("a retry policy of host.json holds for timers without one of their own", async () => {
  write({
    "host.json": {
      version: "2.0",
      retry: { strategy: "fixedDelay", maxRetryCount: 1, delayInterval: "00:01:00" },
    },
    "package.json": { main: "a.js" },
    "a.js": `const { app } = require("@azure/functions");
      let runs = 0;
      app.timer("t", { schedule: "0 0 3 * * *", handler: () => { runs += 1; throw new Error("no"); } });
      app.http("runs", { handler: () => ({ jsonBody: runs }) });`,
  });
  app = await runningApp({ folder });
  await app.advanceTo("2026-11-01T03:30:00Z");
  expect(await (await fetch(`${app.url}/api/runs`)).json()).toBe(2);
});
