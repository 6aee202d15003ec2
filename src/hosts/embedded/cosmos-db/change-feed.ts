/**
 * One function reading one container's changes: batch after batch in order, the checkpoint after each. It sleeps until a commit wakes it.
 * A batch that fails is tried again as the function's retry policy says, and then skipped with an error in the log, as on Azure.
 */
import type { WorkTracker } from "../../../adapters/embedded/time/host-clock.js";
import { asError } from "../as-error.js";
import type { Logger } from "../binding-service.js";
import { type RetryHost, withRetry } from "../retry.js";
import type { ChangePage } from "./change-source.js";
import type { CosmosTrigger } from "./cosmos-trigger.js";
import type { Leases } from "./leases.js";

export type ChangeFeedHost = RetryHost & {
  readonly work: WorkTracker;
  readonly leases: Leases;
  readonly logger: Logger;
};

export class ChangeFeed {
  readonly #trigger: CosmosTrigger;
  readonly #host: ChangeFeedHost;
  #checkpoint: string | undefined;
  #unsubscribe: () => void = () => {};
  /** The reading under way. */
  #reading: Promise<void> | undefined;
  /** A commit came while we were reading: what was read may be older than it. */
  #woken = false;

  constructor(trigger: CosmosTrigger, host: ChangeFeedHost) {
    this.#trigger = trigger;
    this.#host = host;
  }

  /** Resolves when it is settled where to begin. */
  async start(): Promise<void> {
    const { fn, source, container, firstCheckpoint } = this.#trigger;
    const lease = this.#host.leases.find(fn.name, container);
    if (lease === undefined) {
      this.#checkpoint = await firstCheckpoint();
      // Kept at once: "from now on" must mean the same after a restart.
      await this.#host.leases.save(fn.name, container, this.#checkpoint);
    } else this.#checkpoint = lease.checkpoint;
    this.#unsubscribe = source.onChanges(() => this.#wake());
    this.#wake();
  }

  /** Reads no more; resolves when the batch under way has ended. A batch that waits for its next attempt comes again after the start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#reading;
  }

  #wake(): void {
    this.#woken = true;
    this.#reading ??= this.#read();
  }

  async #read(): Promise<void> {
    const { logger, stopping } = this.#host;
    try {
      while (this.#woken && !stopping.aborted) {
        this.#woken = false;
        while (!stopping.aborted && (await this.#handleNext()));
      }
    } catch (error) {
      logger.error(
        `"${this.#trigger.fn.name}" could not read its changes, and will at the next commit: ${asError(error).message}`,
        {
          container: this.#trigger.container,
          error: asError(error),
        },
      );
    } finally {
      this.#reading = undefined;
    }
  }

  /** Whether there was a batch, so that there may be another. */
  async #handleNext(): Promise<boolean> {
    const { work, leases, logger, stopping } = this.#host;
    const { fn, source, container, maxItems } = this.#trigger;
    const endReading = work.begin();
    let page: ChangePage;
    let handled: ReturnType<typeof withRetry>;
    try {
      page = await source.changes(this.#checkpoint, maxItems);
      if (page.items.length === 0) return false;
      // Begins the invocation, which is work by itself. The wait for another attempt is not: a simulated clock moves across it.
      handled = withRetry(fn, { trigger: { json: `[${page.items.join(",")}]` } }, this.#host);
    } finally {
      endReading();
    }
    const response = await handled;
    if (response.kind === "failed") {
      if (stopping.aborted) return false;
      logger.error(
        `"${fn.name}" skips ${page.items.length} changes of "${container}" that it failed to handle.`,
        {
          after: this.#checkpoint ?? null,
          checkpoint: page.checkpoint,
        },
      );
    }
    this.#checkpoint = page.checkpoint;
    // The next batch need not wait for the disk: after a crash it would be handled again together with this one.
    work.track(leases.save(fn.name, container, page.checkpoint)).catch((error: unknown) => {
      logger.error(`The checkpoint of "${fn.name}" could not be kept: ${asError(error).message}`);
    });
    return true;
  }
}
