/**
 * The past of documents: when a version is replaced or deleted, it moves to the container's history table in the same transaction, with
 * the instants between which it was the newest. A version that never stood for a whole millisecond is not kept: nobody can ask for it.
 */

import type { Clock } from "../../../application/ports/clock.js";
import {
  type ContainerName,
  type Document,
  HistoryUnknownError,
} from "../../../application/ports/documents.js";
import { type Instant, instantOf, msOf } from "../../../domain/time/instant.js";
import type { Bindable, Store } from "../store/store.js";
import type { ContainerLayout, KindLayout } from "./layout.js";

/** Whose past is kept, and the clock that dates it. */
export type HistoryOptions = {
  readonly clock: Clock;
  readonly kinds: { readonly [container in ContainerName]?: readonly string[] };
};

export class HistoryWriter {
  readonly #store: Store;
  readonly #layout: ContainerLayout;
  readonly #kinds: ReadonlySet<string>;
  readonly #clock: Clock | undefined;
  readonly #moves = new WeakMap<KindLayout, string>();

  constructor(store: Store, layout: ContainerLayout, options: HistoryOptions | undefined) {
    this.#store = store;
    this.#layout = layout;
    this.#clock = options?.clock;
    this.#kinds = new Set(options?.kinds[layout.container]);
  }

  /** What a version that is written now is dated; 0 where no past is kept. */
  now(): number {
    return this.#clock === undefined ? 0 : msOf(this.#clock.now());
  }

  /** Keeps the stored version before it is overwritten or, with `isDeleted`, deleted. Gives the instant from which its successor counts. */
  keep(number: Bindable, old: Document, written: number, isDeleted: boolean): number {
    // Also when the machine's clock was set back: a version never ends before it began.
    const ended = Math.max(this.now(), written);
    if (ended > written && this.#kinds.has(old.kind)) {
      this.#store.prepare(this.#move(this.#layout.kind(old.kind))).run(ended, isDeleted ? 1 : 0, number);
    }
    return ended;
  }

  #move(kind: KindLayout): string {
    const known = this.#moves.get(kind);
    if (known !== undefined) return known;
    const columns = [
      "partition, id, kind, change, written, folds",
      ...kind.columns.map(({ sql }) => sql),
      "body",
    ];
    const copied = columns.join(", ");
    const text = `INSERT INTO ${this.#layout.history} (${copied}, ended, deleted) SELECT ${copied}, ?, ? FROM ${this.#layout.table} WHERE number = ?`;
    this.#moves.set(kind, text);
    return text;
  }
}

/** Throws HistoryUnknownError for an instant before the folder began to keep former versions. */
export function checkKnown(store: Pick<Store, "prepare">, asOf: Instant): void {
  const row = store.prepare("SELECT since FROM documents_history_since").get();
  const since = Number(row?.["since"] ?? 0);
  if (msOf(asOf) < since) throw new HistoryUnknownError(instantOf(since));
}
