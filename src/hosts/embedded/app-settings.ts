/**
 * The settings of an app: environment variables, and on one machine `Values` of local.settings.json for those that are not set.
 * Bindings refer to them as `%NAME%`.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HostError } from "./binding-service.js";
import { isRecord, parseJsonFile } from "./json-file.js";

/** Puts the app's local settings into the environment, as the app expects to find them there. The result takes them out again. */
export async function applyLocalSettings(appFolder: string): Promise<() => void> {
  const values = await readLocalSettings(appFolder);
  const added = Object.entries(values).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of added) process.env[name] = value;
  return () => {
    for (const [name, value] of added) if (process.env[name] === value) delete process.env[name];
  };
}

async function readLocalSettings(appFolder: string): Promise<Record<string, string>> {
  const file = join(appFolder, "local.settings.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return {};
  const settings = parseJsonFile(file, text);
  if (settings["IsEncrypted"] === true)
    throw new HostError(`${file} is encrypted. Decrypt it with: func settings decrypt`);
  const values = settings["Values"] ?? {};
  if (!isRecord(values)) throw new HostError(`${file}: "Values" must be an object of strings.`);
  for (const [name, value] of Object.entries(values))
    if (typeof value !== "string")
      throw new HostError(
        `${file}: the value of "${name}" must be a string; it is ${JSON.stringify(value)}.`,
      );
  // Every value has just been shown to be a string.
  return values as Record<string, string>;
}

const REFERENCE = /%([^%\s]+)%/g;

/** Replaces each `%NAME%` in the texts of a value by the setting. Throws a HostError that names a setting which does not exist. */
export function expandSettings<T>(value: T, where: string): T {
  // The shape stays as it is: only texts change, and into texts.
  return expand(value, where) as T;
}

function expand(value: unknown, where: string): unknown {
  if (typeof value === "string")
    return value.replace(REFERENCE, (_, name: string) => {
      const setting = process.env[name];
      if (setting === undefined)
        throw new HostError(`${where} refers to %${name}%, and there is no setting of that name.`);
      return setting;
    });
  if (Array.isArray(value)) return value.map((item) => expand(item, where));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, where)]));
  return value;
}
