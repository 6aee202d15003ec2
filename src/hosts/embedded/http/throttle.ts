/** `maxConcurrentRequests` and `maxOutstandingRequests` of host.json: how many requests run, how many wait, and which are turned away. */

export type Throttle = {
  /** Runs `start` now or when there is room; false when there are too many already (429). `start` gets what it calls at its end. */
  enter(start: (leave: () => void) => void): boolean;
};

/** -1 stands for "no limit". */
export function throttle(maxConcurrent: number, maxOutstanding: number): Throttle {
  const waiting: (() => void)[] = [];
  let running = 0;
  const leave = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return {
    enter(start) {
      if (maxOutstanding >= 0 && running + waiting.length >= maxOutstanding) return false;
      const run = (): void => {
        running += 1;
        start(leave);
      };
      if (maxConcurrent >= 0 && running >= maxConcurrent) waiting.push(run);
      else run();
      return true;
    },
  };
}
