/** Loads a Functions v4 app as the Node worker does: package.json `main` is a pattern, and importing each file registers its functions. */
import { readFile, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { glob } from "tinyglobby";
import type { AppRegistration } from "./app-registration.js";
import { HostError } from "./binding-service.js";
import { collectRegistrations, installFunctionsCore } from "./functions-core.js";
import { type JsonObject, parseJsonFile } from "./json-file.js";

/**
 * Node keeps every module for the life of the process, and modules of the ES kind cannot be dropped. So an app is loaded once per
 * process; a later host of the same folder gets the same registrations again, with whatever state the app's modules keep.
 * A changed file needs a new process, as on Azure.
 */
const loaded = new Map<string, Promise<AppRegistration>>();
let lastLoad: Promise<unknown> = Promise.resolve();

/** What the app registers. Throws a HostError that names the file when one cannot be loaded; the same one at each further attempt. */
export async function loadApp(appFolder: string): Promise<AppRegistration> {
  const folder = await realpath(appFolder).catch(() => {
    throw new HostError(`There is no folder ${appFolder}.`);
  });
  let registration = loaded.get(folder);
  if (registration === undefined) {
    // One after the other: registrations carry no name of their app.
    registration = lastLoad.then(() => load(folder));
    lastLoad = registration.catch(() => {});
    loaded.set(folder, registration);
  }
  return registration;
}

async function load(folder: string): Promise<AppRegistration> {
  const file = join(folder, "package.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new HostError(`${folder} is not a Node.js function app: it has no package.json.`);
  });
  const packageJson = parseJsonFile(file, text);
  const entries = await entryPoints(folder, packageJson);
  installFunctionsCore();
  return collectRegistrations(async () => {
    for (const entry of entries) {
      await importFile(entry, packageJson).catch((error: unknown) => {
        throw new HostError(`${entry} could not be loaded: ${whatAndWhere(error)}`, { cause: error });
      });
    }
  });
}

/** In alphabetical order: the worker leaves the order open, and a start that differs from run to run helps nobody. */
async function entryPoints(folder: string, packageJson: JsonObject): Promise<string[]> {
  const main = packageJson["main"];
  if (typeof main !== "string" || main === "")
    throw new HostError(
      `${join(folder, "package.json")} needs "main": the file, or pattern of files, that registers the functions.`,
    );
  const files = await glob([main], { cwd: folder, absolute: true });
  if (files.length === 0)
    throw new HostError(
      `No file matches "main": "${main}" of ${join(folder, "package.json")}. Does the app have to be built first?`,
    );
  return files.sort();
}

async function importFile(file: string, packageJson: JsonObject): Promise<void> {
  if (isModule(file, packageJson)) await import(pathToFileURL(file).href);
  else createRequire(file)(file);
}

/** The worker's own rule: the extension, else the `type` of the app's package.json. */
function isModule(file: string, packageJson: JsonObject): boolean {
  if (file.endsWith(".mjs")) return true;
  if (file.endsWith(".cjs")) return false;
  return packageJson["type"] === "module";
}

/** The error and the first line of its stack that is not Node's own: where the person has to look. */
function whatAndWhere(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack
    ?.split("\n")
    .find((line) => /^\s+at .*[/\\]/.test(line) && !line.includes("node:"));
  return where === undefined ? `${error}` : `${error} (${where.trim()})`;
}
