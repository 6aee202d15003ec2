/** Starts an Azure Functions v4 app on this machine: checks everything, then services, then requests. */
import type { Store } from "../../adapters/embedded/store/store.js";
import type { HostClock, WorkTracker } from "../../adapters/embedded/time/host-clock.js";
import type { Ids } from "../../application/ports/ids.js";
import { applyLocalSettings } from "./app-settings.js";
import {
  type BindingService,
  type InvocationRequest,
  type InvocationResponse,
  type Logger,
  type Mount,
  type RegisteredFunction,
} from "./binding-service.js";
import { functionLog } from "./function-log.js";
import { planFunctions } from "./function-plans.js";
import { readHostJson } from "./host-json.js";
import type { FailureBody } from "./http/http-response.js";
import {
  type HostUrls,
  type HttpServer,
  isLoopback,
  type ListenOptions,
  listen,
} from "./http/http-server.js";
import { createHttpService, type HttpService } from "./http/http-service.js";
import { answerMount, mountTable } from "./http/mount-table.js";
import { inProcessWorker } from "./in-process-worker.js";
import { invoker } from "./invocation.js";
import { Shutdown } from "./shutdown.js";
import { createTimerService } from "./timer/timer-service.js";
import { logUnhandledRejections } from "./unhandled-rejections.js";
import type { Worker } from "./worker.js";

export type EmbeddedHostOptions = {
  /** The folder with host.json and package.json. */
  readonly appFolder: string;
  /** Beside HTTP and timers, which the host brings itself. */
  readonly services: readonly BindingService[];
  readonly clock: HostClock;
  readonly store: Store;
  readonly work: WorkTracker;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Undefined: no server; the app is reached by `invoke` and its other triggers. */
  readonly listen?: ListenOptions;
  /** Addresses answered beside the app, tried before its routes. A function is given where the servers listen. */
  readonly mounts?: readonly Mount[] | ((urls: HostUrls) => readonly Mount[]);
  /** Called when the addresses are known, before any service starts and any request is answered. */
  readonly onListening?: (urls: HostUrls) => void;
  /** Bytes of a request's body. Default 100 MB, as on Azure. */
  readonly maxBodyBytes?: number;
  /** What a client is told, as JSON, whose request no function sees, by status. Default: nothing but the status, as on Azure. */
  readonly failureBody?: FailureBody;
  /** What runs the app's code. Default: this process. */
  readonly worker?: Worker;
};

export type EmbeddedHost = {
  /** `http://127.0.0.1:7071`; undefined when nothing listens. */
  readonly http: string | undefined;
  readonly https: string | undefined;
  readonly functions: readonly RegisteredFunction[];
  /** Runs a function by its name, as its trigger would. */
  invoke(functionName: string, request: InvocationRequest): Promise<InvocationResponse>;
  /** Takes nothing new, lets what is under way end, and lets go of everything. Requests still open after `graceMs` are cut off. */
  stop(graceMs?: number): Promise<void>;
};

const MAX_BODY_BYTES = 100 * 1024 * 1024;
/** Milliseconds: what people wait for a server to stop, and less than a service manager does before it kills. */
const GRACE_MS = 10_000;

/** Rejects with a HostError, and with nothing left running, when the app or a setting needs mending. */
export async function startEmbeddedHost(options: EmbeddedHostOptions): Promise<EmbeddedHost> {
  const shutdown = new Shutdown(options.logger);
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run(0);
    throw error;
  }
}

async function start(options: EmbeddedHostOptions, shutdown: Shutdown): Promise<EmbeddedHost> {
  const { appFolder, clock, store, work, ids, logger } = options;
  const { http, logLevels, ...settings } = await readHostJson(appFolder, options.services, logger);
  shutdown.add("local settings", await applyLocalSettings(appFolder));
  shutdown.add("unhandled rejections", logUnhandledRejections(logger));

  const worker = options.worker ?? inProcessWorker(appFolder, functionLog(logger, logLevels));
  shutdown.add("the app", () => worker.stop());
  const app = await worker.start();
  const httpService = createHttpService({
    settings: http,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    failureBody: options.failureBody,
    loopback: isLoopback(options.listen?.host),
    workerUri: app.httpUri,
    ids,
    logger,
  });
  const services = [httpService, createTimerService({ clock, store, logger }), ...options.services];
  const plans = planFunctions(app.functions, services, settings, logger);
  const { functionTimeoutMs } = settings;
  const invoke = invoker(plans, { worker, work, ids, clock, logger, functionTimeoutMs });

  // The addresses are taken first: a port in use is found before anything runs, and services may hand out links. Requests wait.
  const server = options.listen === undefined ? undefined : await listen(options.listen, options.failureBody);
  try {
    if (server !== undefined) announce(server.urls, options, shutdown);
    for (const service of services) {
      // Before the start, so that half a start is undone as well.
      shutdown.add(service.types.join(", "), () => service.stop());
      await service.start(invoke);
    }
  } finally {
    // Last in, first out: requests end while the services they use still run.
    if (server !== undefined) shutdown.add("the server", (graceMs) => server.stop(graceMs));
  }
  if (server !== undefined) open(server, httpService, services, options);

  const functions = [...plans.values()].map(({ fn }) => fn);
  const idsByName = new Map(functions.map(({ id, name }) => [name, id]));
  return {
    http: server?.urls.http,
    https: server?.urls.https,
    functions,
    invoke: (name, request) => invoke(idsByName.get(name) ?? name, request),
    stop: (graceMs = GRACE_MS) => shutdown.run(graceMs),
  };
}

/** Tells the app and whoever composed the host where the servers listen. */
function announce(urls: HostUrls, options: EmbeddedHostOptions, shutdown: Shutdown): void {
  // As Azure and its command line tools set it; durable-functions makes its links with it.
  if (process.env["WEBSITE_HOSTNAME"] === undefined) {
    process.env["WEBSITE_HOSTNAME"] = new URL(urls.http).host;
    shutdown.add("WEBSITE_HOSTNAME", () => {
      delete process.env["WEBSITE_HOSTNAME"];
    });
  }
  options.onListening?.(urls);
}

function open(
  server: HttpServer,
  httpService: HttpService,
  services: readonly BindingService[],
  { mounts = [], logger }: EmbeddedHostOptions,
): void {
  const own = typeof mounts === "function" ? mounts(server.urls) : mounts;
  const mountOf = mountTable([...own, ...services.flatMap((service) => service.mounts ?? [])]);
  server.open((request, response, scheme) => {
    const mount = mountOf(request);
    if (mount === undefined) httpService.handle(request, response, scheme);
    else void answerMount(mount, request, response, logger);
  });
}
