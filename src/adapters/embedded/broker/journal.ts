/**
 * Gathers what happens to single rows — a message completed, a delivery begun — and writes it in few statements: handlers that end in
 * the same turn of the event loop cost one DELETE between them, in the group of writes that is open anyway.
 */
import type { Store } from "../store/store.js";
import type { HeldMessage } from "./held-message.js";
import type { MessageTable } from "./message-table.js";

/** Called when the rows are on disk, or with false when the store has failed: then the host stops and nothing may go on. */
type Then = (written: boolean) => void;

type Entries = {
  readonly removed: number[];
  readonly counted: number[];
  readonly uncounted: number[];
  readonly amended: HeldMessage[];
  readonly then: Then[];
};

export class Journal {
  readonly #store: Store;
  readonly #table: MessageTable;
  #entries: Entries | undefined;

  constructor(store: Store, table: MessageTable) {
    this.#store = store;
    this.#table = table;
  }

  remove(id: number): void {
    this.#open().removed.push(id);
  }

  /** Records that a delivery begins. */
  count(id: number): void {
    this.#open().counted.push(id);
  }

  /** Records that deliveries did not begin after all. */
  uncount(ids: readonly number[]): void {
    this.#open().uncounted.push(...ids);
  }

  /** Stores the message's properties as they are now. */
  amend(message: HeldMessage): void {
    this.#open().amended.push(message);
  }

  /** Calls `then` once everything given so far is durable. */
  whenWritten(then: Then): void {
    this.#open().then.push(then);
  }

  /** Writes now, so that a read that follows sees no row which is already settled. */
  flush(): void {
    const entries = this.#entries;
    if (entries === undefined) return;
    this.#entries = undefined;
    const { removed, counted, uncounted, amended, then } = entries;
    const table = this.#table;
    const tell = (written: boolean): void => {
      for (const proceed of then) proceed(written);
    };
    this.#store
      .write(() => {
        if (removed.length > 0) table.remove(removed);
        if (counted.length > 0) table.count(counted, 1);
        if (uncounted.length > 0) table.count(uncounted, -1);
        for (const message of amended) table.setProperties(message);
      })
      .then(
        () => tell(true),
        // What was not written is delivered again by the next process.
        () => tell(false),
      );
  }

  #open(): Entries {
    if (this.#entries === undefined) {
      this.#entries = { removed: [], counted: [], uncounted: [], amended: [], then: [] };
      // After the continuations that are already queued: handlers that have just ended are gathered.
      queueMicrotask(() => this.flush());
    }
    return this.#entries;
  }
}
