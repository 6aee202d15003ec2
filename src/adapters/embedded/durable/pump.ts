/**
 * Decides when instances run: all that are ready in a turn of the event loop run together, and what they decided is written together,
 * so that a turn costs one write and one commit however many episodes it had.
 */
import type { Store } from "../store/store.js";
import type { LiveInstance } from "./live-instance.js";

/** What an instance has decided and is not written yet. */
export type Unwritten = {
  readonly live: LiveInstance;
  /** Statements only. May run twice, when another write of the same turn fails. */
  write(): void;
  /** Memory follows the store. */
  written(): void;
  /** It cannot be lost any more. */
  durable(): void;
  failed(error: unknown): void;
};

export type PumpSteps = {
  /** Begins the next thing to do for the instance; undefined when there is nothing. */
  begin(live: LiveInstance): Promise<Unwritten> | Unwritten | undefined;
  /** The instance has been running for more than a turn: what it was told must be stored without waiting for it. */
  late(live: LiveInstance): void;
};

/** Episodes begun in one turn at most, so that HTTP and other work get their turn too. */
const EPISODES_PER_TURN = 128;

export class Pump {
  readonly #store: Store;
  readonly #steps: PumpSteps;
  /** Called when something has ended and there may be nothing more. */
  readonly #calm: () => void;
  /** Orchestrators that may run at once. */
  readonly #runningMax: number;
  readonly #ready = new Set<LiveInstance>();
  readonly #running = new Set<LiveInstance>();
  #unwritten: Unwritten[] = [];
  #turnAhead = false;
  #endOfTurnAhead = false;
  #budget = 0;
  #writing = 0;

  constructor(store: Store, runningMax: number, steps: PumpSteps, calm: () => void) {
    this.#store = store;
    this.#calm = calm;
    this.#runningMax = runningMax;
    this.#steps = steps;
  }

  /** Whether something is ready, running or not yet on disk. */
  get busy(): boolean {
    return this.#ready.size > 0 || this.#running.size > 0 || this.#unwritten.length > 0 || this.#writing > 0;
  }

  /** The instance has something to do. */
  wake(live: LiveInstance): void {
    if (live.running) {
      // Looked at again when what is under way is written; until then the message must not depend on it.
      if (this.#running.has(live)) this.#lookForLate();
      return;
    }
    this.#ready.add(live);
    this.#takeTurn();
  }

  #takeTurn(): void {
    if (this.#turnAhead) return;
    this.#turnAhead = true;
    setImmediate(() => {
      this.#turnAhead = false;
      this.#budget = EPISODES_PER_TURN;
      this.#fill();
      if (this.#running.size > 0) this.#lookForLate();
    });
  }

  #lookForLate(): void {
    if (this.#endOfTurnAhead) return;
    this.#endOfTurnAhead = true;
    setImmediate(() => {
      this.#endOfTurnAhead = false;
      this.#endTurn();
    });
  }

  #fill(): void {
    for (const live of this.#ready) {
      if (this.#running.size >= this.#runningMax || this.#budget === 0) break;
      this.#budget -= 1;
      this.#ready.delete(live);
      this.#begin(live);
    }
    if (this.#running.size === 0) this.#write();
    if (this.#ready.size > 0 && this.#budget === 0) this.#takeTurn();
  }

  #begin(live: LiveInstance): void {
    const begun = this.#steps.begin(live);
    if (begun === undefined) {
      this.#calm();
      return;
    }
    live.running = true;
    if (!(begun instanceof Promise)) {
      this.#unwritten.push(begun);
      return;
    }
    this.#running.add(live);
    // The steps promise never to reject.
    void begun.then((unwritten) => {
      this.#running.delete(live);
      this.#unwritten.push(unwritten);
      this.#fill();
      // After the turn's own write there may be no other to take this one along.
      if (this.#unwritten.length > 0 && !this.#turnAhead) this.#takeTurn();
    });
  }

  /** In-process orchestrators have ended by now; the rest waits for something. */
  #endTurn(): void {
    this.#write();
    for (const live of this.#running) this.#steps.late(live);
    if (this.#ready.size > 0) this.#takeTurn();
  }

  #write(): void {
    const batch = this.#unwritten;
    if (batch.length === 0) return;
    this.#unwritten = [];
    if (batch.length === 1 || !this.#writeTogether(batch)) {
      for (const one of batch) this.#writeTogether([one]);
    }
  }

  /** False when several could not be written together; then nothing of them is written. */
  #writeTogether(batch: readonly Unwritten[]): boolean {
    let written = false;
    const onDisk = this.#store.write(() => {
      for (const one of batch) one.write();
      written = true;
    });
    if (!written && batch.length > 1) {
      onDisk.catch(() => {}); // each is tried alone, and reports for itself
      return false;
    }
    if (written) {
      for (const one of batch) {
        one.live.running = false;
        one.written();
      }
    }
    this.#writing += 1;
    void onDisk.then(
      () => {
        this.#writing -= 1;
        for (const one of batch) one.durable();
        this.#calm();
      },
      (error: unknown) => {
        this.#writing -= 1;
        for (const one of batch) {
          one.live.running = false;
          one.failed(error);
        }
        this.#calm();
      },
    );
    return true;
  }
}
