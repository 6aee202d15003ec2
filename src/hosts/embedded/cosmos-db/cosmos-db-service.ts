/**
 * Cosmos DB triggers, outputs and inputs. Triggers read the containers that the host was given (the documents adapter) or, for any other
 * name, containers of this host's own, which outputs write and inputs read. Connection settings are accepted and not needed.
 */
import type { EmbeddedStore } from "../../../adapters/embedded/store/store.js";
import type { HostClock, WorkTracker } from "../../../adapters/embedded/time/host-clock.js";
import {
  type Binding,
  type BindingService,
  HostError,
  type InvocationRequest,
  type Logger,
  type TypedData,
} from "../binding-service.js";
import { isRecord } from "../json-file.js";
import { resolveExpressions } from "./binding-expression.js";
import { ChangeFeed } from "./change-feed.js";
import type { ChangeSource } from "./change-source.js";
import { type Container, containersIn } from "./containers.js";
import { type CosmosTrigger, containerOf, cosmosTrigger } from "./cosmos-trigger.js";
import { leasesIn } from "./leases.js";

export type CosmosDbOptions = {
  readonly store: EmbeddedStore;
  readonly clock: HostClock;
  readonly work: WorkTracker;
  readonly logger: Logger;
  /** Containers kept by somebody else, for triggers alone: outputs and inputs to them are refused. */
  readonly source?: (database: string, container: string) => ChangeSource | undefined;
};

/** Keys of `extensions.cosmosDB` in host.json: they concern the connection. */
const HOST_JSON_KEYS = new Set(["connectionMode", "userAgentSuffix", "leaseOptions", "protocol"]);

export function createCosmosDbService(options: CosmosDbOptions): BindingService {
  const { store, clock, work, logger, source } = options;
  const containers = containersIn(store, () => clock.nowMs());
  const leases = leasesIn(store);
  const triggers: CosmosTrigger[] = [];
  const stopping = new AbortController();
  let feeds: readonly ChangeFeed[] = [];

  /** The container of an output or input. */
  function own(binding: Binding, functionName: string): Container {
    const { database, name } = containerOf(binding, functionName);
    if (source?.(database, name) !== undefined)
      throw new HostError(
        `"${functionName}" binds to "${database}/${name}", which is kept outside this host's own containers: only triggers read it.`,
      );
    const container = containers.open(database, name);
    // An output names the path of the key, an input the value.
    if (binding.direction === "out" && typeof binding["partitionKey"] === "string")
      container.setPartitionKey(binding["partitionKey"]);
    return container;
  }

  return {
    types: ["cosmosdbtrigger", "cosmosdb"],
    hostJson: { cosmosDB: checkHostJson, cosmosDb: checkHostJson },

    register(fn) {
      triggers.push(
        cosmosTrigger(fn, (database, name) => source?.(database, name) ?? containers.open(database, name)),
      );
    },

    async output(binding, data, fn) {
      const documents = documentsIn(data);
      if (documents.length > 0) await own(binding, fn.name).upsert(documents);
    },

    async input(binding, fn, request) {
      return inputData(binding, own(binding, fn.name), fn.name, request);
    },

    async start(invoke) {
      const host = { invoke, clock, stopping: stopping.signal, work, leases, logger };
      feeds = triggers.map((trigger) => new ChangeFeed(trigger, host));
      for (const feed of feeds) await feed.start();
    },

    async stop() {
      stopping.abort();
      await Promise.all(feeds.map((feed) => feed.stop()));
      // Checkpoints are written without being waited for.
      await store.durable();
    },
  };
}

/** A document, several, or the JSON text of either. */
function documentsIn(data: TypedData): readonly unknown[] {
  const text = data.json ?? data.string;
  if (text === undefined)
    throw new Error("A Cosmos DB output takes an object, an array of objects, or their JSON.");
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [value];
}

function inputData(
  binding: Binding,
  container: Container,
  functionName: string,
  request: InvocationRequest,
): TypedData {
  const { id, partitionKey, sqlQuery } = binding;
  if (sqlQuery !== undefined)
    throw new HostError(
      `The Cosmos DB input of "${functionName}" has a "sqlQuery", which this host cannot run; read by "id" and "partitionKey".`,
    );
  const key = typeof partitionKey === "string" ? resolveExpressions(partitionKey, request) : undefined;
  if (typeof id !== "string") return { json: `[${container.readAll(key).join(",")}]` };
  const documentId = resolveExpressions(id, request);
  if (key === undefined && container.partitionKey() !== "/id")
    throw new HostError(
      `The Cosmos DB input of "${functionName}" needs a "partitionKey": the container's is ${container.partitionKey()}.`,
    );
  const document = container.read(key ?? documentId, documentId);
  return document === undefined ? {} : { json: document };
}

function checkHostJson(section: unknown): void {
  const unknown = isRecord(section) ? Object.keys(section).find((key) => !HOST_JSON_KEYS.has(key)) : "";
  if (unknown !== undefined)
    throw new HostError(
      `host.json: unknown key "extensions.cosmosDB${unknown === "" ? "" : `.${unknown}`}".`,
    );
}
