/** What the dispatcher of a queue is given by the broker. */
import type { HostClock, WorkTracker } from "../time/host-clock.js";
import type { HeldMessage } from "./held-message.js";
import type { Journal } from "./journal.js";
import type { MessageTable } from "./message-table.js";

export type DispatcherContext = {
  readonly clock: HostClock;
  readonly work: WorkTracker;
  readonly table: MessageTable;
  readonly journal: Journal;
  readonly freshLockToken: () => string;
  /** Moves the row to the queue's dead letters; resolves when that is durable. Never rejects. */
  readonly deadLetter: (message: HeldMessage, reason: string, description?: string) => Promise<void>;
  /** Takes an expired message out of the queue as its settings say; resolves when that is durable. Never rejects. */
  readonly expire: (message: HeldMessage) => Promise<void>;
};
