/** Stopping in order: what was started last is stopped first, and a step that fails or hangs does not keep the others from running. */
import { asError } from "./as-error.js";
import type { Logger } from "./binding-service.js";

/** `graceMs`: how long work under way may still take. */
export type Stop = (graceMs: number) => void | Promise<void>;

/** Milliseconds beyond the grace after which a step counts as hanging. */
const HANGING_MS = 2_000;

export class Shutdown {
  readonly #logger: Logger;
  readonly #steps: { readonly name: string; readonly stop: Stop }[] = [];
  #done: Promise<void> | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(name: string, stop: Stop): void {
    this.#steps.push({ name, stop });
  }

  /** Once; a second call gets the same promise. Never rejects. */
  run(graceMs: number): Promise<void> {
    this.#done ??= this.#run(graceMs);
    return this.#done;
  }

  async #run(graceMs: number): Promise<void> {
    for (const { name, stop } of this.#steps.toReversed()) {
      try {
        await inTime(Promise.resolve(stop(graceMs)), graceMs + HANGING_MS);
      } catch (error) {
        this.#logger.error(`Stopping ${name} failed: ${asError(error).message}`, { error: asError(error) });
      }
    }
  }
}

/** Real time, whatever the host's clock: this is about a process that must come to its end. */
function inTime(step: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done after ${limitMs} ms`)), limitMs);
    step.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
