/** The section `extensions.durableTask` of host.json: what the embedded host honours, accepts as meant for Azure, or refuses. */
import { availableParallelism } from "node:os";
import { z } from "zod";
import type { EngineSettings } from "../../../adapters/embedded/durable/machine.js";
import { HUB_NAME } from "../../../adapters/embedded/durable/schema.js";
import { expandSettings } from "../app-settings.js";
import { HostError } from "../binding-service.js";
import { HTTP_POLL_MS } from "./http-poll.js";

export type DurableSettings = EngineSettings & {
  /** Actions an orchestration may take in one execution. */
  readonly actionsMax: number;
  /** Milliseconds between polls of callHttp. */
  readonly httpPollMs: number;
  /** Whether a start under the id of an instance that has not ended ends that one first. */
  readonly overridesRunning: boolean;
  readonly defaultVersion: string | undefined;
};

const count = z.int().min(1);

/** Only this form of the setting can be carried out; the others would be dropped silently. */
const only = <T extends string | boolean>(value: T) => z.literal(value).optional();

const section = z.strictObject({
  hubName: z
    .string()
    .regex(HUB_NAME, "must be 3 to 45 letters and digits and begin with a letter")
    .optional(),
  maxConcurrentActivityFunctions: count.optional(),
  maxConcurrentOrchestratorFunctions: count.optional(),
  maxConcurrentEntityFunctions: count.optional(),
  maxEntityOperationBatchSize: count.optional(),
  maxOrchestrationActions: count.optional(),
  overridableExistingInstanceStates: z.enum(["NonRunningStates", "AnyState"]).optional(),
  defaultVersion: z.string().optional(),
  httpSettings: z
    .strictObject({
      defaultAsyncRequestSleepTimeMilliseconds: count.optional(),
      useForwardedHost: only(false),
    })
    .optional(),
  // Of Azure's storage and telemetry only: one process with one file has neither partitions nor leases nor sessions.
  storageProvider: z.unknown().optional(),
  tracing: z.unknown().optional(),
  extendedSessionsEnabled: z.boolean().optional(),
  extendedSessionIdleTimeoutInSeconds: z.number().optional(),
  useAppLease: z.boolean().optional(),
  appLeaseOptions: z.unknown().optional(),
  useGracefulShutdown: z.boolean().optional(),
  entityMessageReorderWindowInMinutes: z.number().optional(),
  maxGrpcMessageSizeInBytes: z.number().optional(),
  grpcHttpClientTimeout: z.string().optional(),
  storeInputsInOrchestrationHistory: z.boolean().optional(),
  localRpcEndpointEnabled: only(true),
  rollbackEntityOperationsOnExceptions: only(true),
  versionMatchStrategy: only("None"),
  versionFailureStrategy: z.string().optional(),
  // Events to an Event Grid topic cannot be sent from here.
  notifications: z.strictObject({}).optional(),
});

/** Reads the section (undefined: there is none). Throws a HostError that names the key and says what would do. */
export function durableSettings(value: unknown): DurableSettings {
  const result = section.safeParse(expandSettings(value ?? {}, "host.json: extensions.durableTask"));
  if (!result.success) throw new HostError(problemIn(result.error));
  const given = result.data;
  // The extension's defaults: ten for each processor.
  const many = 10 * availableParallelism();
  return {
    hub: given.hubName ?? process.env["WEBSITE_SITE_NAME"]?.replace(/[^A-Za-z0-9]/g, "") ?? "TestHubName",
    activitiesMax: given.maxConcurrentActivityFunctions ?? many,
    orchestratorsMax: given.maxConcurrentOrchestratorFunctions ?? many,
    entitiesMax: given.maxConcurrentEntityFunctions ?? many,
    entityBatchMax: given.maxEntityOperationBatchSize ?? 5000,
    actionsMax: given.maxOrchestrationActions ?? 100_000,
    httpPollMs: given.httpSettings?.defaultAsyncRequestSleepTimeMilliseconds ?? HTTP_POLL_MS,
    overridesRunning: given.overridableExistingInstanceStates === "AnyState",
    defaultVersion: given.defaultVersion,
  };
}

function problemIn({ issues }: z.ZodError): string {
  const [issue] = issues;
  const where = ["extensions.durableTask", ...(issue?.path.map(String) ?? [])].join(".");
  if (issue?.code === "unrecognized_keys") return `host.json: unknown key "${where}.${issue.keys[0] ?? ""}".`;
  return `host.json: "${where}" cannot be honoured here: ${issue?.message ?? "invalid"}.`;
}
