/** Waits for something to become true by asking again, with a deadline: how an outsider verifies what happens asynchronously. */

export type UntilOptions = {
  /** After this long the wait fails; 30 s unless told. */
  readonly withinMs?: number;
  /** Pause before the second question; 15 ms unless told. */
  readonly firstPauseMs?: number;
  /** The pause doubles up to this; a quarter of a second unless told. */
  readonly longestPauseMs?: number;
};

/**
 * Asks until the answer is not undefined and gives that answer back.
 * Fails with `what` and the last thing seen (`seen`) when the deadline passes.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  options: UntilOptions & { readonly seen?: () => unknown } = {},
): Promise<T> {
  const withinMs = options.withinMs ?? 30_000;
  const deadline = performance.now() + withinMs;
  let pauseMs = options.firstPauseMs ?? 15;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) {
      const seen = options.seen === undefined ? "" : ` Last seen: ${JSON.stringify(options.seen())}`;
      throw new Error(`Waited ${withinMs} ms in vain until ${what}.${seen}`);
    }
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, options.longestPauseMs ?? 250);
  }
}

/** Real milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
