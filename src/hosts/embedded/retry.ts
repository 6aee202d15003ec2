/** Retry policies of functions (`retry` at registration or in host.json), for triggers that keep no retry count of their own. */
import type { HostClock } from "../../adapters/embedded/time/host-clock.js";
import {
  HostError,
  type InvocationRequest,
  type InvocationResponse,
  type Invoke,
  type RegisteredFunction,
} from "./binding-service.js";
import { isRecord } from "./json-file.js";

/** Azure retries functions of these triggers; Service Bus and the others bring their own redelivery. */
const WITH_RETRY = new Set(["timertrigger", "cosmosdbtrigger", "eventhubtrigger", "kafkatrigger"]);

export function supportsRetry(fn: RegisteredFunction): boolean {
  return WITH_RETRY.has(fn.trigger.type.toLowerCase());
}

export type RetryPolicy = {
  /** Retries after the first attempt; Infinity for -1, "for ever". */
  readonly maxRetryCount: number;
  /** How long to wait before retry number `retry` (1, 2, ...). */
  delayMs(retry: number): number;
};

/** The policy in `fn.retryOptions`; undefined when there is none. Throws a HostError on one that cannot be read. */
export function retryPolicy(fn: RegisteredFunction): RetryPolicy | undefined {
  const options = fn.retryOptions;
  if (options === undefined) return undefined;
  const count = options["maxRetryCount"];
  if (typeof count !== "number" || !Number.isInteger(count) || count < -1)
    throw new HostError(
      `The retry policy of "${fn.name}" needs "maxRetryCount": a whole number, or -1 for no end.`,
    );
  const maxRetryCount = count === -1 ? Number.POSITIVE_INFINITY : count;
  switch (options["strategy"] ?? options["retryStrategy"]) {
    case "fixedDelay": {
      const delay = milliseconds(fn, "delayInterval");
      return { maxRetryCount, delayMs: () => delay };
    }
    case "exponentialBackoff": {
      const minimum = milliseconds(fn, "minimumInterval");
      const maximum = milliseconds(fn, "maximumInterval");
      // Azure adds a little chance to spread many instances; one process has nobody to avoid.
      return { maxRetryCount, delayMs: (retry) => Math.min(maximum, minimum * 2 ** Math.min(retry - 1, 30)) };
    }
    default:
      throw new HostError(
        `The retry policy of "${fn.name}" has no strategy "fixedDelay" or "exponentialBackoff".`,
      );
  }
}

/** The library turns what the app wrote into whole seconds: `{ seconds: 10 }`. */
function milliseconds(fn: RegisteredFunction, name: string): number {
  const value = fn.retryOptions?.[name];
  const seconds = isRecord(value) ? value["seconds"] : undefined;
  if (typeof seconds !== "number" || !(seconds >= 0))
    throw new HostError(`The retry policy of "${fn.name}" needs "${name}".`);
  return seconds * 1000;
}

export type RetryHost = {
  readonly invoke: Invoke;
  readonly clock: HostClock;
  /** Ends a wait for the next attempt; the last failure is the answer then. */
  readonly stopping: AbortSignal;
};

/**
 * Invokes, and again as the function's policy says, until it succeeds or the policy is used up. The first attempt begins before the
 * call returns. An attempt is counted as work; the wait between two is not, so a simulated clock can move across it.
 */
export async function withRetry(
  fn: RegisteredFunction,
  request: InvocationRequest,
  host: RetryHost,
): Promise<InvocationResponse> {
  const policy = retryPolicy(fn);
  let response = await host.invoke(fn.id, request);
  if (policy === undefined) return response;
  for (let retry = 1; response.kind === "failed" && retry <= policy.maxRetryCount; retry += 1) {
    const { message, stack } = response.error;
    const retryContext = {
      retryCount: retry,
      maxRetryCount: policy.maxRetryCount === Number.POSITIVE_INFINITY ? -1 : policy.maxRetryCount,
      exception: { message, ...(stack !== undefined && { stackTrace: stack }) },
    };
    const attempt = await afterDelay(policy.delayMs(retry), host, () =>
      host.invoke(fn.id, { ...request, retryContext }),
    );
    if (attempt === undefined) return response;
    response = attempt;
  }
  return response;
}

/** Runs when the clock is there; undefined when the host stops first. */
function afterDelay<T>(
  delayMs: number,
  { clock, stopping }: RetryHost,
  run: () => Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (stopping.aborted) return resolve(undefined);
    const onStop = (): void => {
      cancel();
      resolve(undefined);
    };
    const cancel = clock.schedule(clock.nowMs() + delayMs, () => {
      stopping.removeEventListener("abort", onStop);
      resolve(run());
    });
    stopping.addEventListener("abort", onStop, { once: true });
  });
}
