/** How long the host waits before an activity or sub-orchestration is tried again. Source: DurableTask.Core's RetryInterceptor. */
import type { SdkRetryOptions } from "./sdk-protocol.js";

/** Milliseconds before the attempt after `failures` failed ones (1, 2, ...). */
export function retryDelayMs(options: SdkRetryOptions, failures: number): number {
  const {
    firstRetryIntervalInMilliseconds: first,
    backoffCoefficient = 1,
    maxRetryIntervalInMilliseconds,
  } = options;
  const delay = first * backoffCoefficient ** (failures - 1);
  const longest = maxRetryIntervalInMilliseconds ?? MAX_DELAY_MS;
  return Math.round(Math.min(delay, longest, MAX_DELAY_MS));
}

/** A year: a backoff that has grown beyond it is a mistake, and instants beyond the year 9999 cannot be written. */
const MAX_DELAY_MS = 366 * 86_400_000;
