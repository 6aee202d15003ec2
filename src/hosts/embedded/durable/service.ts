/**
 * Durable Functions on one machine: the triggers, the client binding and the management API of the Durable extension, over the durable
 * engine. The app runs with the real durable-functions SDK (3.x).
 */
import { DurableEngine } from "../../../adapters/embedded/durable/engine.js";
import type { Failure } from "../../../adapters/embedded/durable/history.js";
import type { InstanceStatus } from "../../../adapters/embedded/durable/instance-status.js";
import type { DurableWorker, ExecutionView } from "../../../adapters/embedded/durable/worker.js";
import type { Store } from "../../../adapters/embedded/store/store.js";
import type { HostClock, WorkTracker } from "../../../adapters/embedded/time/host-clock.js";
import type { Ids } from "../../../application/ports/ids.js";
import { type BindingService, HostError, type Invoke, type Logger } from "../binding-service.js";
import { callActivity } from "./activity-call.js";
import { clientPayload, managementUrls, WEBHOOKS } from "./client-binding.js";
import { FunctionsByName, TRIGGERS } from "./durable-functions.js";
import { callEntity } from "./entity-call.js";
import { callHttp, type HttpTaskSettings } from "./http-task.js";
import { answerManagement, type ManagementContext } from "./management-api.js";
import { callOrchestrator } from "./orchestrator-call.js";
import { ReplayView } from "./replay-view.js";
import { HTTP_TASK } from "./sdk-protocol.js";
import { type DurableSettings, durableSettings } from "./settings.js";

export type DurableServiceOptions = {
  readonly store: Store;
  readonly clock: HostClock;
  readonly work: WorkTracker;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Where the host listens: `http://127.0.0.1:7071`. Asked when a function wants a durable client. */
  readonly baseUrl: () => string;
  /** Whether callHttp may make a request there. Default: nowhere. */
  readonly allowOutbound?: HttpTaskSettings["allowOutbound"];
};

export type DurableService = BindingService & {
  /** Throws before `start`. */
  readonly engine: DurableEngine;
};

export function createDurableService(options: DurableServiceOptions): DurableService {
  const orchestrators = new FunctionsByName();
  const activities = new FunctionsByName();
  const entities = new FunctionsByName();
  let section: unknown;
  let started: { readonly engine: DurableEngine; readonly management: ManagementContext } | undefined;

  return {
    types: [...Object.values(TRIGGERS), "durableclient", "orchestrationclient"],
    hostJson: {
      durableTask(value) {
        durableSettings(value); // a mistake stops the start here
        section = value;
      },
    },

    register(fn) {
      const type = fn.trigger.type.toLowerCase();
      if (type === TRIGGERS.orchestrator) orchestrators.add(fn);
      else if (type === TRIGGERS.activity) activities.add(fn);
      else if (type === TRIGGERS.entity) entities.add(fn);
      else
        throw new HostError(
          `"${fn.name}": "${fn.trigger.type}" is an input binding and cannot trigger a function.`,
        );
    },

    async input() {
      if (started === undefined) throw new Error("The durable engine has not started.");
      const { settings, key } = started.management;
      return { json: JSON.stringify(clientPayload(options.baseUrl(), settings.hub, key)) };
    },

    mounts: [
      {
        prefix: WEBHOOKS,
        handle: (request, response) => answerManagement(started?.management, request, response),
      },
    ],

    async start(invoke) {
      const settings = durableSettings(section);
      const worker = durableWorker({ invoke, orchestrators, activities, entities }, options, settings);
      const engine = new DurableEngine({ ...options, log: options.logger, worker, settings });
      const key = await engine.secret("management");
      started = {
        engine,
        management: {
          engine,
          settings,
          key,
          links: (instanceId) => managementUrls(options.baseUrl(), settings.hub, key, instanceId),
          endsWithin: (instanceId, ms) => endsWithin(engine, options.clock, instanceId, ms),
        },
      };
      engine.run();
    },

    async stop() {
      await started?.engine.stop();
    },

    get engine() {
      if (started === undefined) throw new Error("The durable engine has not started.");
      return started.engine;
    },
  };
}

type App = {
  readonly invoke: Invoke;
  readonly orchestrators: FunctionsByName;
  readonly activities: FunctionsByName;
  readonly entities: FunctionsByName;
};

function durableWorker(app: App, options: DurableServiceOptions, settings: DurableSettings): DurableWorker {
  const { invoke, orchestrators, activities, entities } = app;
  const allowOutbound = options.allowOutbound ?? (() => false);
  const missing = (kind: string, name: string): string => `the app has no ${kind} '${name}'`;
  const context = {
    actionsMax: settings.actionsMax,
    httpPollMs: settings.httpPollMs,
    failed: (instanceId: string, { reason, details }: Failure) =>
      options.logger.error(reason, { instanceId, details }),
    names: {
      hasActivity: (name: string) => activities.has(name),
      hasOrchestrator: (name: string) => orchestrators.has(name),
      hasEntity: (name: string) => entities.has(name),
      newId: () => options.ids.next(),
    },
    async replay(name: string, trigger: string) {
      const fn = orchestrators.get(name);
      if (fn !== undefined) return callOrchestrator(invoke, fn, trigger);
      return { kind: "broken", message: missing("orchestrator", name), stack: "" } as const;
    },
  };
  return {
    hasOrchestrator: (name) => orchestrators.has(name),
    hasEntity: (name) => entities.has(name),
    view: (instanceId): ExecutionView => new ReplayView(instanceId, context),
    async runTask(task) {
      if (task.name === HTTP_TASK) return callHttp(task, { allowOutbound });
      const fn = activities.get(task.name);
      if (fn !== undefined) return callActivity(invoke, fn, task);
      return { kind: "failed", failure: { reason: missing("activity", task.name), details: "" } };
    },
    async runEntity(batch) {
      const fn = entities.get(batch.entityId.slice(1, batch.entityId.indexOf("@", 1)));
      if (fn === undefined) throw new Error(missing("entity", batch.entityId));
      return callEntity(invoke, fn, batch);
    },
  };
}

function endsWithin(
  engine: DurableEngine,
  clock: HostClock,
  instanceId: string,
  ms: number,
): Promise<InstanceStatus | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(clock.nowMs() + ms, () => resolve(undefined));
    engine.waitFor(instanceId).then(
      (status) => {
        cancel();
        resolve(status);
      },
      (error: unknown) => {
        cancel();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
