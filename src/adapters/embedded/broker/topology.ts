/** Which queues, topics and subscriptions there are, and how each behaves. */
import { msOfDuration, parseDuration } from "../../../domain/time/duration.js";
import { BrokerError } from "./errors.js";
import { type CorrelationFilter, compileRules, type Matches } from "./filter.js";

export type QueueOptions = {
  /** Messages of one session are delivered in order, to one handler at a time; sessions run side by side. Default false. Fixed once messages wait. */
  readonly requiresSession?: boolean;
  /** After this many deliveries without completion a message is dead-lettered. 1 to 2000, default 10. */
  readonly maxDeliveryCount?: number;
  /** ISO 8601 duration, `PT5S` to `PT5M`, default `PT1M`. */
  readonly lockDuration?: string;
  /** The longest a message may wait, ISO 8601. Default: for ever. */
  readonly timeToLive?: string;
  /** Expired messages are dead-lettered (`TTLExpiredException`) instead of dropped. Default false. */
  readonly deadLetterExpired?: boolean;
};

/** ISO 8601, `PT20S` to `P7D`: a message id sent again within it is accepted and ignored. Default: no duplicate detection. */
type DuplicateDetection = { readonly duplicateDetectionWindow?: string };

export type SubscriptionOptions = QueueOptions & {
  /** The subscription gets what one of the filters matches. Default: everything. */
  readonly rules?: readonly CorrelationFilter[];
};

export type Topology = {
  readonly queues?: { readonly [name: string]: QueueOptions & DuplicateDetection };
  readonly topics?: {
    readonly [name: string]: DuplicateDetection & {
      readonly subscriptions?: { readonly [name: string]: SubscriptionOptions };
    };
  };
};

/** QueueOptions read and completed with the defaults. */
export type QueueSettings = {
  readonly requiresSession: boolean;
  readonly maxDeliveryCount: number;
  readonly lockMs: number;
  readonly timeToLiveMs: number | undefined;
  readonly deadLetterExpired: boolean;
};

export type SubscriptionSettings = QueueSettings & { readonly matches: Matches };

/** A dead-letter queue keeps its messages until somebody takes them: it counts no deliveries and lets nothing expire. */
export const DEAD_LETTER_SETTINGS: QueueSettings = {
  requiresSession: false,
  maxDeliveryCount: Number.POSITIVE_INFINITY,
  lockMs: 60_000,
  timeToLiveMs: undefined,
  deadLetterExpired: false,
};

const NAME = /^[a-z0-9](?:[a-z0-9._/-]{0,258}[a-z0-9])?$/;
const DEAD_LETTER_SUFFIX = "/$deadletterqueue";

/** Entity names are compared without regard to case, as Service Bus does. Throws a BrokerError `entityInvalid`. */
export function entityName(name: string): string {
  const lower = name.toLowerCase();
  if (!NAME.test(lower))
    throw new BrokerError(
      "entityInvalid",
      `"${name.slice(0, 300)}" cannot name a queue, topic or subscription: use letters, digits, . _ - and /, at most 260.`,
    );
  return lower;
}

/** The path from which a subscription's messages are received. */
export function subscriptionPath(topic: string, subscription: string): string {
  return `${entityName(topic)}/subscriptions/${entityName(subscription)}`;
}

export function deadLetterPath(queuePath: string): string {
  return `${queuePath}${DEAD_LETTER_SUFFIX}`;
}

/** The queue whose dead letters `path` names, or undefined when it names something else. */
export function queueOfDeadLetters(path: string): string | undefined {
  return path.endsWith(DEAD_LETTER_SUFFIX) ? path.slice(0, -DEAD_LETTER_SUFFIX.length) : undefined;
}

/** Throws a BrokerError `entityInvalid` that names the entity and the setting. */
export function queueSettings(path: string, options: QueueOptions): QueueSettings {
  const maxDeliveryCount = options.maxDeliveryCount ?? 10;
  if (!Number.isInteger(maxDeliveryCount) || maxDeliveryCount < 1 || maxDeliveryCount > 2000)
    throw invalid(path, "maxDeliveryCount", "a whole number from 1 to 2000");
  return {
    requiresSession: options.requiresSession ?? false,
    maxDeliveryCount,
    lockMs: durationMs(path, "lockDuration", options.lockDuration ?? "PT1M", "PT5S", "PT5M"),
    timeToLiveMs:
      options.timeToLive === undefined
        ? undefined
        : durationMs(path, "timeToLive", options.timeToLive, "PT1S", "P36500D"),
    deadLetterExpired: options.deadLetterExpired ?? false,
  };
}

export function subscriptionSettings(path: string, options: SubscriptionOptions): SubscriptionSettings {
  return { ...queueSettings(path, options), matches: compileRules(options.rules) };
}

export function duplicateWindowMs(path: string, options: DuplicateDetection): number | undefined {
  return options.duplicateDetectionWindow === undefined
    ? undefined
    : durationMs(path, "duplicateDetectionWindow", options.duplicateDetectionWindow, "PT20S", "P7D");
}

function durationMs(path: string, setting: string, text: string, least: string, most: string): number {
  const length = lengthMs(text);
  if (length === undefined || length < (lengthMs(least) ?? 0) || length > (lengthMs(most) ?? 0))
    throw invalid(path, setting, `an ISO 8601 duration from ${least} to ${most}`);
  return length;
}

function lengthMs(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration === undefined ? undefined : msOfDuration(duration);
}

function invalid(path: string, setting: string, wanted: string): BrokerError {
  return new BrokerError("entityInvalid", `The setting ${setting} of "${path}" must be ${wanted}.`);
}
