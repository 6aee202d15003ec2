/** The flags of `gatehouse host`, read. */
import { logLevel, port, SettingError, simulatedInstant } from "../hosts/settings.js";
import type { RunHostOptions } from "./host.js";

type Flags = { readonly [name: string]: string | boolean | undefined };

/** Throws SettingError. */
export function hostOptions(flags: Flags): RunHostOptions {
  const instant = read(flags, "simulatedClock", "--simulated-clock", simulatedInstant);
  const level = read(flags, "logLevel", "--log-level", logLevel);
  return {
    port: read(flags, "port", "--port", port) ?? 7071,
    data: read(flags, "data", "--data", (value) => value) ?? ".gatehouse-host",
    ...(instant === undefined ? {} : { simulatedClock: instant }),
    ...(level === undefined ? {} : { logLevel: level }),
  };
}

function read<T>(flags: Flags, name: string, flag: string, reader: (value: string) => T): T | undefined {
  const value = flags[name];
  if (typeof value !== "string") return undefined;
  try {
    return reader(value);
  } catch (error) {
    throw error instanceof SettingError ? new SettingError(`${flag} "${value}" ${error.message}`) : error;
  }
}
