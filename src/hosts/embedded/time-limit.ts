/** `functionTimeout`: how long an invocation may take. What runs longer has failed, although its code cannot be stopped in this process. */
import type { HostClock } from "../../adapters/embedded/time/host-clock.js";
import { asError } from "./as-error.js";
import type { InvocationResponse } from "./binding-service.js";

export type TimeLimit = {
  /** The response, or a failure when the limit passes first; a later response is dropped. */
  within(running: Promise<InvocationResponse>, functionName: string): Promise<InvocationResponse>;
};

type Running = { readonly endsMs: number; readonly expire: () => void };

/** All have the same limit, so the first begun is the first to expire: one call of the clock watches over all of them. */
export function timeLimit(limitMs: number, clock: HostClock): TimeLimit {
  const underWay = new Set<Running>();
  let watching = false;

  const watch = (): void => {
    const [first] = underWay;
    watching = first !== undefined;
    if (first === undefined) return;
    clock.schedule(first.endsMs, () => {
      for (const running of underWay) {
        if (running.endsMs > clock.nowMs()) break;
        underWay.delete(running);
        running.expire();
      }
      watch();
    });
  };

  return {
    within: (running, functionName) =>
      new Promise((resolve) => {
        const entry: Running = {
          endsMs: clock.nowMs() + limitMs,
          expire: () => resolve({ kind: "failed", error: new FunctionTimeoutError(functionName, limitMs) }),
        };
        underWay.add(entry);
        if (!watching) watch();
        running.then(
          (response) => {
            underWay.delete(entry);
            resolve(response);
          },
          (error: unknown) => {
            underWay.delete(entry);
            resolve({ kind: "failed", error: asError(error) });
          },
        );
      }),
  };
}

class FunctionTimeoutError extends Error {
  override readonly name = "FunctionTimeoutError";
  constructor(functionName: string, limitMs: number) {
    super(
      `The function "${functionName}" ran longer than functionTimeout of host.json allows (${limitMs / 1000} s).`,
    );
  }
}
