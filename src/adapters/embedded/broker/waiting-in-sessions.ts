/**
 * A queue whose messages belong to sessions: in order inside a session, which only one delivery holds at a time; sessions take turns.
 * Every row up to `#scannedThrough` belongs to a session that is known here; what lies beyond is found when the known ones are served.
 */
import type { HeldMessage } from "./held-message.js";
import { type Backlog, type Waiting, WINDOW_BYTES, WINDOW_MESSAGES } from "./waiting.js";

/** Messages of one session kept in memory while they wait. */
const SESSION_WINDOW = 16;

type Session = {
  readonly name: string;
  ready: HeldMessage[];
  /** Everything of this session up to this id is in `ready`, in delivery or gone. */
  through: number;
  /** Whether rows after `through` may wait on disk. */
  behind: boolean;
  held: boolean;
};

export class WaitingInSessions implements Waiting {
  readonly #backlog: Backlog;
  readonly #sessions = new Map<string, Session>();
  /** Sessions that have something to deliver and are not held, in the order of their turns. */
  readonly #turns = new Set<Session>();
  #bytes = 0;
  #scannedThrough: number;
  /** Whether rows after `#scannedThrough` may belong to sessions not known here. */
  #behind = true;

  constructor(backlog: Backlog) {
    this.#backlog = backlog;
    this.#scannedThrough = backlog.base;
  }

  isEmpty(): boolean {
    return this.#turns.size === 0 && !this.#behind;
  }

  claim(message: HeldMessage): boolean {
    const name = message.session ?? "";
    if (this.#behind || this.#turns.size > 0 || this.#sessions.has(name)) return false;
    this.#sessions.set(name, { name, ready: [], through: message.id, behind: false, held: true });
    return true;
  }

  add(message: HeldMessage, attended: boolean): void {
    const name = message.session ?? "";
    const session = this.#sessions.get(name);
    if (session !== undefined) this.#addTo(session, message, attended);
    else if (!this.#behind && attended && this.#sessions.size < WINDOW_MESSAGES)
      this.#addTo(this.#know(name, message.id - 1, false), message, attended);
    else if (!this.#behind) {
      this.#behind = true;
      this.#scannedThrough = message.id - 1;
    }
  }

  take(max: number): HeldMessage[] {
    for (;;) {
      const [session] = this.#turns;
      if (session === undefined) {
        // Finding none although there are rows means that a known session is held: its release asks again.
        if (!this.#behind || !this.#findSessions()) return [];
        continue;
      }
      this.#turns.delete(session);
      if (session.ready.length === 0) this.#fetch(session, Math.max(max, SESSION_WINDOW));
      const taken = session.ready.splice(0, max);
      if (taken.length === 0) {
        this.#sessions.delete(session.name);
        continue;
      }
      for (const message of taken) this.#bytes -= message.bytes;
      session.held = true;
      return taken;
    }
  }

  giveBack(messages: readonly HeldMessage[]): void {
    const session = this.#sessions.get(messages[0]?.session ?? "");
    if (session === undefined) return;
    session.ready.unshift(...messages);
    for (const message of messages) this.#bytes += message.bytes;
  }

  release(messages: readonly HeldMessage[]): void {
    const session = this.#sessions.get(messages[0]?.session ?? "");
    if (session === undefined) return;
    session.held = false;
    if (session.ready.length > 0 || session.behind) this.#turns.add(session);
    else this.#sessions.delete(session.name);
  }

  #know(name: string, through: number, behind: boolean): Session {
    const session: Session = { name, ready: [], through, behind, held: false };
    this.#sessions.set(name, session);
    return session;
  }

  #addTo(session: Session, message: HeldMessage, attended: boolean): void {
    const full = session.ready.length >= SESSION_WINDOW || this.#bytes >= WINDOW_BYTES;
    if (session.behind || full || !attended) session.behind = true;
    else {
      session.ready.push(message);
      session.through = message.id;
      this.#bytes += message.bytes;
    }
    if (!session.held) this.#turns.add(session);
  }

  #fetch(session: Session, limit: number): void {
    if (!session.behind) return;
    const rows = this.#backlog.readSession(session.name, session.through, limit);
    session.behind = rows.length === limit;
    for (const row of rows) {
      session.ready.push(row);
      session.through = row.id;
      this.#bytes += row.bytes;
    }
  }

  /** Reads on through the queue for sessions that are not known yet. Whether there was one. */
  #findSessions(): boolean {
    const rows = this.#backlog.readSessionNames(this.#scannedThrough, WINDOW_MESSAGES);
    if (rows.length < WINDOW_MESSAGES) this.#behind = false;
    for (const row of rows) {
      if (!this.#sessions.has(row.session)) {
        if (this.#sessions.size >= WINDOW_MESSAGES) {
          this.#behind = true;
          break;
        }
        // Whatever of this session came before this row is gone: it was known then.
        this.#turns.add(this.#know(row.session, row.id - 1, true));
      }
      this.#scannedThrough = row.id;
    }
    return this.#turns.size > 0;
  }
}
