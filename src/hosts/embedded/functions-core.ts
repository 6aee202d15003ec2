/**
 * The module `@azure/functions-core`, which exists in no registry: the platform supplies it to the library at run time.
 *
 * The library asks for it once per process and keeps it, so the module stays the same for every host of the process and speaks for
 * whichever app is current: the one being loaded, or the last one loaded.
 */
import Module from "node:module";
import { AppRegistration, CoreError, Disposable } from "./app-registration.js";
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from "./programming-model.js";

/** The version of the Node worker and of the Azure Functions host whose contract this is; apps may read them. */
const WORKER_VERSION = "3.0.0";
const HOST_VERSION = "4.0.0";

let current: AppRegistration | undefined;
/** A library shared by several apps of one process sets its model only for the first of them. */
let lastModel: ProgrammingModel | undefined;

const core = {
  version: WORKER_VERSION,
  hostVersion: HOST_VERSION,
  Disposable,
  registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) =>
    app().registerFunction(metadata, callback),
  registerHook: (name: string, callback: HookCallback) => app().registerHook(name, callback),
  setProgrammingModel(model: ProgrammingModel): void {
    lastModel = model;
    app().model = model;
  },
  getProgrammingModel: () => current?.model ?? lastModel,
  log(level: LogLevel, category: LogCategory, message: string): void {
    current?.log({ level, category, message });
  },
};

function app(): AppRegistration {
  if (current === undefined) throw new CoreError("No function app is being loaded in this process.");
  return current;
}

type ModuleLoader = { _load: (this: unknown, request: string, ...rest: readonly unknown[]) => unknown };

let installed = false;

/** Answers `require("@azure/functions-core")` from now on, for this process. Must run before the first import of the app. */
export function installFunctionsCore(): void {
  if (installed) return;
  installed = true;
  // `_load` is Node's own, undocumented, loader of CommonJS modules (present in 20, 22 and 24); the types leave it out.
  const loader = Module as unknown as ModuleLoader;
  const load = loader._load;
  loader._load = function (this: unknown, request, ...rest) {
    return request === "@azure/functions-core" ? core : Reflect.apply(load, this, [request, ...rest]);
  };
}

/** Makes what `load` registers the app's. Loads of several apps must not overlap. */
export async function collectRegistrations(load: () => Promise<void>): Promise<AppRegistration> {
  const registration = new AppRegistration();
  current = registration;
  await load();
  registration.model ??= lastModel;
  registration.locked = true;
  return registration;
}
