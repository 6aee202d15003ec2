/** A queue without sessions: oldest first. */
import type { HeldMessage } from "./held-message.js";
import { type Backlog, FETCH_ROWS, type Waiting, WINDOW_BYTES, WINDOW_MESSAGES } from "./waiting.js";

export class WaitingInOrder implements Waiting {
  readonly #backlog: Backlog;
  /** Waits in memory from `#first` on, in order of id; the places before it are spent. */
  #ready: (HeldMessage | undefined)[] = [];
  #first = 0;
  #bytes = 0;
  /** Everything up to this id is in memory, in delivery or gone. */
  #through: number;
  /** Whether rows after `#through` may wait on disk. At the start there may be rows of an earlier process. */
  #behind = true;

  constructor(backlog: Backlog) {
    this.#backlog = backlog;
    this.#through = backlog.base;
  }

  isEmpty(): boolean {
    return this.#first === this.#ready.length && !this.#behind;
  }

  claim(message: HeldMessage): boolean {
    if (!this.isEmpty()) return false;
    this.#through = message.id;
    return true;
  }

  add(message: HeldMessage, attended: boolean): void {
    if (this.#behind) return;
    const full = this.#ready.length - this.#first >= WINDOW_MESSAGES || this.#bytes >= WINDOW_BYTES;
    if (full || !attended) this.#behind = true;
    else this.#append(message);
  }

  take(max: number): HeldMessage[] {
    const taken: HeldMessage[] = [];
    while (taken.length < max) {
      if (this.#first === this.#ready.length && !this.#fetch()) break;
      const message = this.#ready[this.#first];
      this.#ready[this.#first] = undefined;
      this.#first += 1;
      if (message === undefined) continue;
      this.#bytes -= message.bytes;
      taken.push(message);
    }
    this.#forgetSpentPlaces();
    return taken;
  }

  giveBack(messages: readonly HeldMessage[]): void {
    for (const message of messages) {
      let place = this.#first;
      while (place < this.#ready.length && (this.#ready[place]?.id ?? 0) < message.id) place += 1;
      if (place === this.#first && place > 0) {
        this.#first -= 1;
        this.#ready[this.#first] = message;
      } else this.#ready.splice(place, 0, message);
      this.#bytes += message.bytes;
    }
  }

  release(): void {}

  #forgetSpentPlaces(): void {
    if (this.#first < this.#ready.length && this.#first < WINDOW_MESSAGES) return;
    this.#ready.splice(0, this.#first);
    this.#first = 0;
  }

  #append(message: HeldMessage): void {
    this.#ready.push(message);
    this.#bytes += message.bytes;
    this.#through = message.id;
  }

  /** Whether there is something ready now. */
  #fetch(): boolean {
    if (!this.#behind) return false;
    const rows = this.#backlog.read(this.#through, FETCH_ROWS);
    if (rows.length < FETCH_ROWS) this.#behind = false;
    for (const row of rows) this.#append(row);
    return rows.length > 0;
  }
}
