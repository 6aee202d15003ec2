/** `gatehouse host APP_FOLDER`: runs any Azure Functions v4 app until it is told to stop. Nothing here knows entitlement management. */
import { resolve } from "node:path";
import type { Instant } from "../domain/time/instant.js";
import type { AppHost } from "../hosts/embedded/app-host.js";
import { HostError } from "../hosts/embedded/binding-service.js";
import { createLogger, type LogLevel } from "../hosts/embedded/logger.js";
import { CommandFailedError } from "./exit.js";
import { nextSignal } from "./next-signal.js";

export type RunHostOptions = {
  /** 0 picks a free one. */
  readonly port: number;
  /** The folder for everything the services keep. */
  readonly data: string;
  /** Time stands still here, and moves by `POST /test/clock`. */
  readonly simulatedClock?: Instant;
  /** Default info. */
  readonly logLevel?: LogLevel;
};

/** Resolves with the exit code when the host has stopped: 0 after a signal, 1 after a failure. */
export async function runHost(appFolder: string, options: RunHostOptions): Promise<number> {
  const terminal = process.stdout.isTTY === true;
  const logger = createLogger({ level: options.logLevel ?? "info", json: !terminal });
  const { logLevel: _, ...settings } = { ...options, data: resolve(options.data) };
  const folder = resolve(appFolder);
  const signal = nextSignal();
  const { startAppHost } = await import("../hosts/embedded/app-host.js");
  enter(folder);
  const host = await startAppHost({ ...settings, appFolder: folder, logger }).catch((error: unknown) => {
    throw error instanceof HostError ? new CommandFailedError(error.message) : error;
  });
  process.stdout.write(terminal ? welcome(host) : `${readyLine(host)}\n`);
  const ended = await Promise.race([signal, host.failed]);
  if (ended instanceof Error) logger.error(`The host stops: ${ended.message}`, { error: ended });
  else logger.info(`Stopping (${ended}).`);
  await host.stop();
  return ended instanceof Error ? 1 : 0;
}

/** Apps find their own files from the working directory, which on Azure is their folder. */
function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    throw new CommandFailedError(`There is no folder ${folder}.`);
  }
}

function readyLine({ http, functions }: AppHost): string {
  return JSON.stringify({ ready: true, http, functions: functions.map(({ name }) => name) });
}

function welcome({ http, functions }: AppHost): string {
  const width = Math.max(...functions.map(({ name }) => name.length));
  const lines = functions.map(({ name, trigger }) => `  ${name.padEnd(width)}  ${trigger.type}`);
  return `\nThe app is ready at ${http}\n\n${lines.join("\n")}\n\nStop with Ctrl-C.\n\n`;
}
