/**
 * Section `extensions.serviceBus` of host.json: names and defaults of the Service Bus extension (5.x, and the older names it still reads).
 * What this host cannot honour is refused; what concerns the network to Service Bus is accepted, since there is none.
 */
import { z } from "zod";
import { HostError } from "../binding-service.js";
import { parseTimeSpan } from "../time-span.js";

const timeSpanMs = z
  .string()
  .transform(parseTimeSpan)
  .refine((ms) => ms !== undefined, "must be a time span such as 00:05:00")
  .transform((ms) => ms ?? 0);
const count = z.int().min(1);
const only = <const V extends number | boolean>(value: V, why: string) =>
  z.literal(value, `must be ${String(value)}: ${why}`);
const settling = only(
  true,
  "a JavaScript handler has no way to settle a message other than to return or to throw",
);

const schema = z.strictObject({
  autoCompleteMessages: settling.optional(),
  maxConcurrentCalls: count.optional(),
  maxConcurrentSessions: count.optional(),
  maxConcurrentCallsPerSession: only(1, "messages of one session are handled in order").optional(),
  maxMessageBatchSize: count.optional(),
  minMessageBatchSize: only(1, "a batch never waits for more messages here").optional(),
  maxAutoLockRenewalDuration: timeSpanMs.optional(),
  enableCrossEntityTransactions: only(
    false,
    "what a function sends and the message that it handles are stored apart",
  ).optional(),
  // No effect: a session is let go as soon as nothing waits in it, a batch is what waits, and there is no network.
  sessionIdleTimeout: timeSpanMs.optional(),
  maxBatchWaitTime: timeSpanMs.optional(),
  prefetchCount: z.int().min(0).optional(),
  clientRetryOptions: z.unknown().optional(),
  transportType: z.unknown().optional(),
  webProxy: z.unknown().optional(),
  // Names of the extension before 5.0. The newer name wins, as there.
  messageHandlerOptions: z
    .strictObject({ autoComplete: settling, maxConcurrentCalls: count, maxAutoRenewDuration: timeSpanMs })
    .partial()
    .optional(),
  sessionHandlerOptions: z
    .strictObject({
      autoComplete: settling,
      maxConcurrentSessions: count,
      maxAutoRenewDuration: timeSpanMs,
      messageWaitTimeout: timeSpanMs,
    })
    .partial()
    .optional(),
  batchOptions: z
    .strictObject({ autoComplete: settling, maxMessageCount: count, operationTimeout: timeSpanMs })
    .partial()
    .optional(),
});

export type ServiceBusSettings = {
  /** Messages a function handles at the same time. Default 16 (the extension: 16 for each processor). */
  readonly maxConcurrentCalls: number;
  /** Sessions a function handles at the same time. Default 8. */
  readonly maxConcurrentSessions: number;
  /** Messages in one call of a function with cardinality `many`. Default 1000. */
  readonly maxMessageBatchSize: number;
  /** Milliseconds for which the lock of a message is renewed while its function runs; not for batches. Default 5 minutes. */
  readonly maxAutoLockRenewalMs: number;
};

export const DEFAULT_SETTINGS: ServiceBusSettings = {
  maxConcurrentCalls: 16,
  maxConcurrentSessions: 8,
  maxMessageBatchSize: 1000,
  maxAutoLockRenewalMs: 300_000,
};

/** Throws a HostError that names the setting. */
export function serviceBusSettings(section: unknown): ServiceBusSettings {
  const parsed = schema.safeParse(section);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const where = ["extensions", "serviceBus", ...(issue?.path ?? []), ...unknown].map(String).join(".");
    throw new HostError(
      unknown.length > 0
        ? `host.json: unknown key "${where}".`
        : `host.json: "${where}" is not right: ${issue?.message ?? "invalid"}.`,
    );
  }
  const {
    messageHandlerOptions: messages,
    sessionHandlerOptions: sessions,
    batchOptions,
    ...now
  } = parsed.data;
  const settings = DEFAULT_SETTINGS;
  return {
    maxConcurrentCalls: now.maxConcurrentCalls ?? messages?.maxConcurrentCalls ?? settings.maxConcurrentCalls,
    maxConcurrentSessions:
      now.maxConcurrentSessions ?? sessions?.maxConcurrentSessions ?? settings.maxConcurrentSessions,
    maxMessageBatchSize:
      now.maxMessageBatchSize ?? batchOptions?.maxMessageCount ?? settings.maxMessageBatchSize,
    maxAutoLockRenewalMs:
      now.maxAutoLockRenewalDuration ??
      messages?.maxAutoRenewDuration ??
      sessions?.maxAutoRenewDuration ??
      settings.maxAutoLockRenewalMs,
  };
}
