/** The messages of one queue that wait for a receiver: the next ones in memory, up to a window, the rest on disk until it is their turn. */
import type { HeldMessage } from "./held-message.js";

/** Messages of one queue that are kept in memory while they wait. A million scheduled or waiting messages must not sit on the heap. */
export const WINDOW_MESSAGES = 1024;
/** And their size, about. */
export const WINDOW_BYTES = 8 * 1024 * 1024;
/** Rows fetched at once when the window is empty. At 256 KB a message the worst case is 32 MB for a moment. */
export const FETCH_ROWS = 128;

export type Waiting = {
  /** Nothing can be taken now. */
  isEmpty(): boolean;
  /**
   * For a message that is being written and would be next: claims its place, so that it is handed over the moment it is durable.
   * False when something waits before it. A claimed message counts as taken.
   */
  claim(message: HeldMessage): boolean;
  /**
   * A message is durable and waits; it has just become the last that may be read. `attended` false: nobody receives from this queue,
   * so it stays on disk. Called in order of id.
   */
  add(message: HeldMessage, attended: boolean): void;
  /** The next messages for one delivery, in order, all of one session where there are sessions. Empty when none can be taken now. */
  take(max: number): HeldMessage[];
  /** These, taken together, are to be delivered again before what waits. Their session is free again. */
  giveBack(messages: readonly HeldMessage[]): void;
  /** The delivery of these, taken together, is over, whatever was given back. */
  release(messages: readonly HeldMessage[]): void;
};

/** What a Waiting reads from the disk. `through`: the last id that is durable. */
export type Backlog = {
  /** Ids of the queue lie above it. */
  readonly base: number;
  through(): number;
  read(after: number, limit: number): HeldMessage[];
  readSession(session: string, after: number, limit: number): HeldMessage[];
  readSessionNames(
    after: number,
    limit: number,
  ): readonly { readonly id: number; readonly session: string }[];
};
