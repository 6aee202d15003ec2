/** A foreign app with every service and a data folder: what `gatehouse host` runs. */
import { cpSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { instantOf } from "../../src/domain/time/instant.js";
import { type AppHost, startAppHost } from "../../src/hosts/embedded/app-host.js";
import { HostError } from "../../src/hosts/embedded/binding-service.js";
import { CORE_APP, ESM_APP, recordingLogger, temporaryFolder } from "./core-running-app.js";

const DURABLE_APP = fileURLToPath(new URL("../apps/durable", import.meta.url));

let folder: string;
const running: AppHost[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const host of running.splice(0)) await host.stop(1000);
  rmSync(folder, { recursive: true });
});

async function start(appFolder: string, simulated?: string): Promise<AppHost> {
  const host = await startAppHost({
    appFolder,
    data: join(folder, "data"),
    port: 0,
    ...(simulated !== undefined && { simulatedClock: instantOf(Date.parse(simulated)) }),
    logger: recordingLogger().logger,
  });
  running.push(host);
  return host;
}

test("runs an app that nobody has prepared, and keeps its data in gatehouse.db of the folder", async () => {
  const host = await start(ESM_APP);
  expect(await (await fetch(host.http)).text()).toMatch(/^hello from modules/);
  expect(existsSync(join(folder, "data", "gatehouse.db"))).toBe(true);
  expect((await fetch(`${host.http}/test/clock`)).status).toBe(404);
});

test("has the durable extension for an app that uses it", async () => {
  const host = await start(DURABLE_APP);
  expect(host.functions.map(({ trigger }) => trigger.type)).toContain("orchestrationTrigger");
});

test("moves a simulated clock, and finds what its timers did after a restart", async () => {
  const first = await start(ESM_APP, "2026-11-01T00:30:00Z");
  const runs = async (host: AppHost): Promise<number> =>
    Number(await (await fetch(`${host.http}/runs`)).text());
  const before = await runs(first);
  const answer = await fetch(`${first.http}/test/clock`, { method: "POST", body: '{"advance":"PT3H"}' });
  expect(await answer.json()).toEqual({ now: "2026-11-01T03:30:00.000Z" });
  expect(await runs(first)).toBe(before + 3);
  await first.stop();
  const second = await start(ESM_APP, "2026-11-01T00:30:00Z");
  await fetch(`${second.http}/test/quiet`, { method: "POST" });
  // The clock goes on where it stood, and nothing was missed.
  expect(await (await fetch(`${second.http}/test/clock`)).json()).toEqual({
    now: "2026-11-01T03:30:00.000Z",
  });
  expect(await runs(second)).toBe(before + 3);
});

test("refuses a data folder that another host uses", async () => {
  await start(ESM_APP);
  await expect(start(ESM_APP)).rejects.toThrow(HostError);
});

test("gives the data folder free when the app cannot start", async () => {
  await expect(start(CORE_APP)).rejects.toThrow('"on-shelf" has a trigger of type "shelfTrigger"');
  const host = await start(ESM_APP);
  expect((await fetch(host.http)).status).toBe(200);
});

test("runs a copy of an app from any other place", async () => {
  const copy = join(folder, "copy");
  cpSync(ESM_APP, copy, { recursive: true });
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(copy, "node_modules"));
  const host = await start(copy);
  expect(await (await fetch(host.http)).text()).toBe("hello from modules, call 1");
});
