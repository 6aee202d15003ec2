/** Reads the documents as they were at an instant: the present ones that were already written then, and the former ones that had not ended. */
import type {
  ContainerName,
  Document,
  DocumentsReader,
  Query,
  Stored,
} from "../../../application/ports/documents.js";
import type { Bindable, Row, Store } from "../store/store.js";
import type { ContainerLayout } from "./layout.js";
import { isId, isPartition } from "./limits.js";
import { countOf, pageOf, storedOf } from "./query.js";
import { sortableText } from "./sort-key.js";

const COLUMNS = "partition, id, change, body";

export class PastDocuments implements DocumentsReader {
  readonly #reader: Pick<Store, "prepare">;
  readonly #layoutOf: (container: ContainerName) => ContainerLayout;
  readonly #asOf: number;
  readonly #few: number | undefined;

  constructor(
    reader: Pick<Store, "prepare">,
    layoutOf: (container: ContainerName) => ContainerLayout,
    asOfMs: number,
    few: number | undefined,
  ) {
    this.#reader = reader;
    this.#layoutOf = layoutOf;
    this.#asOf = asOfMs;
    this.#few = few;
  }

  async get<D extends Document>(
    container: ContainerName,
    partition: string,
    id: string,
  ): Promise<Stored<D> | undefined> {
    if (!isPartition(partition) || !isId(id)) return undefined;
    const [row] = this.#rows(this.#layoutOf(container), "partition = ? AND id = ?", [
      partition,
      sortableText(id),
    ]);
    return row === undefined ? undefined : storedOf<D>(row);
  }

  async find<D extends Document>(
    container: ContainerName,
    kind: string,
    id: string,
  ): Promise<Stored<D> | undefined> {
    if (!isId(id) || kind.includes("\0")) return undefined;
    const layout = this.#layoutOf(container);
    // Where it is now, and wherever it was deleted from since: it was in one of these.
    const partitions = this.#reader
      .prepare(
        `SELECT partition FROM ${layout.table} INDEXED BY ${layout.byKind} WHERE kind = ?1 AND id = ?2
         UNION SELECT partition FROM ${layout.history} WHERE deleted = 1 AND kind = ?1 AND id = ?2 ORDER BY partition`,
      )
      .all(kind, sortableText(id));
    for (const { partition } of partitions) {
      const found = await this.get<D>(container, String(partition), id);
      if (found?.document.kind === kind) return found;
    }
    return undefined;
  }

  async partition<D extends Document>(
    container: ContainerName,
    partition: string,
    kind?: string,
  ): Promise<readonly Stored<D>[]> {
    if (!isPartition(partition) || kind?.includes("\0")) return [];
    const layout = this.#layoutOf(container);
    const rows =
      kind === undefined
        ? this.#rows(layout, "partition = ?", [partition])
        : this.#rows(layout, "partition = ? AND kind = ?", [partition, kind]);
    return rows.map((row) => storedOf<D>(row));
  }

  async query<D extends Document>(query: Query) {
    const layout = this.#layoutOf(query.container);
    return pageOf<D>(this.#reader, layout, { ...query, asOf: this.#asOf }, undefined, this.#few);
  }

  async count(query: Omit<Query, "top" | "orderBy" | "continuation">): Promise<number> {
    const layout = this.#layoutOf(query.container);
    return countOf(this.#reader, layout, { ...query, asOf: this.#asOf }, this.#few);
  }

  /** Of each document the one version that stood at the instant, by id. */
  #rows(layout: ContainerLayout, condition: string, values: readonly Bindable[]): readonly Row[] {
    return this.#reader
      .prepare(
        `SELECT ${COLUMNS} FROM ${layout.table} WHERE ${condition} AND +written <= ?
         UNION ALL SELECT ${COLUMNS} FROM ${layout.history} WHERE ${condition} AND ended > ? AND +written <= ? ORDER BY id`,
      )
      .all(...values, this.#asOf, ...values, this.#asOf, this.#asOf);
  }
}
