/** `gatehouse start`: runs the server until it is told to stop, and tells people and programs where it is. */

import { HostError } from "../hosts/embedded/binding-service.js";
import { createLogger } from "../hosts/embedded/logger.js";
import type { Gatehouse } from "../hosts/embedded/main.js";
import { readStartSettings } from "../hosts/settings.js";
import { banner } from "./banner.js";
import { CommandFailedError } from "./exit.js";
import { nextSignal } from "./next-signal.js";
import { keepFirstAdministrator } from "./show-first-administrator.js";

/** Resolves with the exit code when the server has stopped: 0 after a signal, 1 after a failure. */
export async function start(
  flags: { readonly [name: string]: string | boolean | undefined },
  environment: { readonly [variable: string]: string | undefined },
): Promise<number> {
  const settings = readStartSettings(flags, environment);
  const terminal = process.stdout.isTTY === true;
  const logger = createLogger({ level: settings.logLevel, json: !terminal });
  // Listened for before anything starts: a signal that comes early must not cut a first start in two.
  const signal = nextSignal();
  const { startGatehouse } = await import("../hosts/embedded/main.js");
  const server = await startGatehouse(settings, logger).catch((error: unknown) => {
    throw error instanceof HostError ? new CommandFailedError(error.message) : error;
  });
  if (!terminal) {
    const told = keepFirstAdministrator(server, settings.data);
    if (told !== undefined) logger.warn(told);
  }
  process.stdout.write(terminal ? banner(server, settings.data) : `${readyLine(server)}\n`);
  const ended = await Promise.race([signal, server.failed]);
  if (ended instanceof Error) logger.error(`The server stops: ${ended.message}`, { error: ended });
  else logger.info(`Stopping (${ended}).`);
  await server.stop();
  return ended instanceof Error ? 1 : 0;
}

function readyLine({ http, https, ca, portal }: Gatehouse): string {
  return JSON.stringify({ ready: true, http, https, ca, portal });
}
