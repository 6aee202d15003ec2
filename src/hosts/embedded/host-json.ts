/**
 * host.json: what the embedded host honours, what it accepts because it means nothing on one machine, and what it refuses.
 * Nothing is dropped silently: a key of neither kind stops the start.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type BindingService, HostError, type Logger } from "./binding-service.js";
import { type HttpSettings, httpSettingsSchema } from "./http/http-settings.js";
import { parseJsonFile } from "./json-file.js";
import { parseTimeSpan } from "./time-span.js";

const timeSpan = z
  .string()
  .refine((text) => parseTimeSpan(text) !== undefined, "must be a time span such as 00:05:00");

const level = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(["trace", "debug", "information", "warning", "error", "critical", "none"]));

const retrySchema = z.discriminatedUnion("strategy", [
  z.strictObject({
    strategy: z.literal("fixedDelay"),
    maxRetryCount: z.int().min(-1),
    delayInterval: timeSpan,
  }),
  z.strictObject({
    strategy: z.literal("exponentialBackoff"),
    maxRetryCount: z.int().min(-1),
    minimumInterval: timeSpan,
    maximumInterval: timeSpan,
  }),
]);

/** Why a key is accepted although nothing here acts on it. Said once at debug level. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  extensionBundle: "the extensions are part of this host",
  aggregator: "there is no Application Insights to aggregate for",
  applicationInsights: "there is no Application Insights",
  concurrency: "each service keeps to its own limits",
  healthMonitor: "one process has nothing to be moved to",
  managedDependency: "it concerns PowerShell",
  singleton: "one process holds no leases against itself",
  telemetryMode: "there is no Application Insights",
  watchDirectories: "files are read once, at start",
  watchFiles: "files are read once, at start",
};

const hostSchema = z.strictObject({
  version: z.literal("2.0", 'must be "2.0"'),
  $schema: z.string().optional(),
  logging: z
    .strictObject({
      logLevel: z.record(z.string(), level).optional(),
      applicationInsights: z.unknown().optional(),
      console: z.unknown().optional(),
      fileLoggingMode: z.unknown().optional(),
    })
    .optional(),
  functionTimeout: z.union([timeSpan, z.literal("-1")]).optional(),
  functions: z.array(z.string()).optional(),
  retry: retrySchema.optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
  ...Object.fromEntries(Object.keys(WITHOUT_EFFECT).map((key) => [key, z.unknown().optional()])),
});

/** Sections of Azure's extensions that have no counterpart here. Harmless: a function that needed them would stop the start by itself. */
const OTHER_EXTENSIONS = new Set([
  "blobs",
  "eventHubs",
  "eventGrid",
  "kafka",
  "queues",
  "rabbitMQ",
  "sendGrid",
  "signalR",
  "sql",
  "tables",
  "warmup",
  "webPubSub",
  "mcp",
  "dapr",
  "cosmosDb",
]);

export type LogLevelName = z.infer<typeof level>;

export type HostSettings = {
  readonly http: HttpSettings;
  /** Levels by log category (`Function.Hello.User`, `Host`, `default`). */
  readonly logLevels: ReadonlyMap<string, LogLevelName>;
  /** Milliseconds an invocation may take; undefined: no limit. */
  readonly functionTimeoutMs: number | undefined;
  /** When given, only these functions are run. */
  readonly functions: readonly string[] | undefined;
  /** The app's retry policy, in the form of a function's own (`RegisteredFunction.retryOptions`). */
  readonly retryOptions: Readonly<Record<string, unknown>> | undefined;
};

/** Reads and checks `host.json` of the app; sections of other services are checked by them. Throws a HostError that names the key. */
export async function readHostJson(
  appFolder: string,
  services: readonly BindingService[],
  logger: Logger,
): Promise<HostSettings> {
  const file = join(appFolder, "host.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new HostError(`${appFolder} is not a function app: it has no host.json (${String(error)}).`);
  });
  const host = parse(hostSchema, parseJsonFile(file, text), file, "");
  for (const [key, why] of Object.entries(WITHOUT_EFFECT))
    if (key in host) logger.debug(`host.json: "${key}" has no effect here: ${why}.`);
  const { http = {}, ...sections } = host.extensions ?? {};
  readSections(sections, services, file, logger);
  return {
    http: parse(httpSettingsSchema, http, file, "extensions.http"),
    logLevels: new Map(Object.entries(host.logging?.logLevel ?? {})),
    functionTimeoutMs: host.functionTimeout === undefined ? undefined : parseTimeSpan(host.functionTimeout),
    functions: host.functions,
    retryOptions: host.retry && retryOptions(host.retry),
  };
}

function readSections(
  sections: Readonly<Record<string, unknown>>,
  services: readonly BindingService[],
  file: string,
  logger: Logger,
): void {
  for (const [name, value] of Object.entries(sections)) {
    const owner = services.find((service) => service.hostJson?.[name] !== undefined);
    if (owner !== undefined) owner.hostJson?.[name]?.(value);
    else if (OTHER_EXTENSIONS.has(name))
      logger.debug(`host.json: "extensions.${name}" has no effect here: this host has no such service.`);
    else throw new HostError(`${file}: unknown key "extensions.${name}".`);
  }
}

function retryOptions(retry: z.infer<typeof retrySchema>): Readonly<Record<string, unknown>> {
  const seconds = (text: string): object => ({ seconds: Math.round((parseTimeSpan(text) ?? 0) / 1000) });
  return retry.strategy === "fixedDelay"
    ? { ...retry, delayInterval: seconds(retry.delayInterval) }
    : {
        ...retry,
        minimumInterval: seconds(retry.minimumInterval),
        maximumInterval: seconds(retry.maximumInterval),
      };
}

function parse<S extends z.ZodType>(schema: S, value: unknown, file: string, section: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [...(section === "" ? [] : [section]), ...(issue?.path.map(String) ?? [])];
  if (issue?.code === "unrecognized_keys")
    throw new HostError(`${file}: unknown key "${[...where, ...issue.keys.slice(0, 1)].join(".")}".`);
  throw new HostError(`${file}: "${where.join(".")}" is not right: ${issue?.message ?? "invalid"}.`);
}
