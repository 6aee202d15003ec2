/**
 * The documents port on the embedded store: one table a container, the declared paths as columns beside the body.
 * Reads use the store's own connection for committed data: they neither wait for the open group nor show it.
 */
import {
  type Changes,
  type Checkpoint,
  type ContainerName,
  type Document,
  DocumentLimitError,
  type Documents,
  type DocumentsReader,
  type IndexDeclaration,
  InvalidContinuationError,
  type Operation,
  type Stored,
} from "../../../application/ports/documents.js";
import { type Instant, msOf } from "../../../domain/time/instant.js";
import type { EmbeddedStore } from "../store/store.js";
import { BatchWriter } from "./batch.js";
import { changeNumbers } from "./change-numbers.js";
import { checkKnown, type HistoryOptions, HistoryWriter } from "./history.js";
import { type ContainerLayout, layoutOf } from "./layout.js";
import { bodyOf, checkBatch, checkBatchBytes, checkPage, isId, isPartition } from "./limits.js";
import { PastDocuments } from "./past-documents.js";
import { countOf, etagOf, pageOf, storedOf } from "./query.js";
import { fitContainer } from "./rebuild.js";
import { RECENT_CHARACTERS, RecentDocuments } from "./recent-documents.js";
import { sortableText } from "./sort-key.js";

/** A changed document as it is stored: its JSON text, which readers that hand it on need not parse. */
export type ChangedText = { readonly etag: Checkpoint; readonly body: string };

export type EmbeddedDocuments = Documents & {
  /** As `changes`, with the documents as text. */
  changedTexts(
    container: ContainerName,
    after: Checkpoint | undefined,
    limit: number,
  ): Promise<{ readonly items: readonly ChangedText[]; readonly checkpoint: Checkpoint }>;
  /**
   * Calls the listener after each commit that changed the container: at least once for every change, soon after it is on disk, in a
   * turn of its own. What changed is for `changes` to tell. The listener must not throw. Gives the function that ends it.
   */
  onChanges(container: ContainerName, listener: () => void): () => void;
};

type Container = {
  readonly layout: ContainerLayout;
  readonly writer: BatchWriter;
  readonly recent: RecentDocuments;
  readonly listeners: Set<() => void>;
};

export type DocumentsOptions = {
  /** A condition with so many matches is not selective (see plan.ts, which derives it). Tests set it low, to walk over few. */
  readonly few?: number;
  /** Keeps former versions. Without it there is no past: `asOf` shows what is there now as if it had always been. */
  readonly history?: HistoryOptions;
  /**
   * Characters of JSON that each container keeps in memory of what was lately read; default 8 Mi. Must be 0 unless whatever is written
   * goes through the documents opened here: another writer's changes would not be seen.
   */
  readonly recentCharacters?: number;
};

/** Creates or rebuilds the tables to fit the declaration. Throws on a declaration that is not made of plain names. */
export function openDocuments(
  store: EmbeddedStore,
  declaration: IndexDeclaration,
  options: DocumentsOptions = {},
): EmbeddedDocuments {
  const nextChange = changeNumbers(store);
  const containers = new Map<ContainerName, Container>();
  // The keys of a declaration are container names; TypeScript gives the keys of any object as strings.
  for (const name of Object.keys(declaration) as ContainerName[]) {
    const layout = layoutOf(name, declaration);
    const history = new HistoryWriter(store, layout, options.history);
    fitContainer(store, layout, history.now());
    containers.set(name, {
      layout,
      writer: new BatchWriter(store, layout, nextChange, history),
      recent: new RecentDocuments(options.recentCharacters ?? RECENT_CHARACTERS),
      listeners: new Set(),
    });
  }
  return new SqliteDocuments(store, containers, options.few);
}

class SqliteDocuments implements EmbeddedDocuments {
  readonly #store: EmbeddedStore;
  readonly #containers: ReadonlyMap<ContainerName, Container>;
  readonly #few: number | undefined;
  readonly #changed = new Set<Container>();

  constructor(
    store: EmbeddedStore,
    containers: ReadonlyMap<ContainerName, Container>,
    few: number | undefined,
  ) {
    this.#few = few;
    this.#store = store;
    this.#containers = containers;
  }

  async get<D extends Document>(
    container: ContainerName,
    partition: string,
    id: string,
  ): Promise<Stored<D> | undefined> {
    const { layout, recent } = this.#container(container);
    const known = recent.get(partition, id);
    if (known !== undefined) return as<D>(known);
    if (!isPartition(partition) || !isId(id)) return undefined;
    const row = this.#store.committed
      .prepare(`SELECT partition, id, change, body FROM ${layout.table} WHERE partition = ? AND id = ?`)
      .get(partition, sortableText(id));
    return row === undefined ? undefined : as<D>(recent.read(row));
  }

  async find<D extends Document>(
    container: ContainerName,
    kind: string,
    id: string,
  ): Promise<Stored<D> | undefined> {
    const { layout, recent } = this.#container(container);
    const known = recent.find(kind, id);
    if (known !== undefined) return as<D>(known);
    if (!isId(id) || kind.includes("\0")) return undefined;
    const { table, byKind } = layout;
    const row = this.#store.committed
      .prepare(
        `SELECT partition, id, change, body FROM ${table} INDEXED BY ${byKind} WHERE kind = ? AND id = ? ORDER BY partition LIMIT 1`,
      )
      .get(kind, sortableText(id));
    return row === undefined ? undefined : as<D>(recent.readFound(row));
  }

  async partition<D extends Document>(
    container: ContainerName,
    partition: string,
    kind?: string,
  ): Promise<readonly Stored<D>[]> {
    const { layout, recent } = this.#container(container);
    const { table, byPartition } = layout;
    if (!isPartition(partition) || kind?.includes("\0")) return [];
    const all = `SELECT partition, id, change, body FROM ${table} INDEXED BY ${byPartition} WHERE partition = ?`;
    const rows =
      kind === undefined
        ? this.#store.committed.prepare(`${all} ORDER BY id`).all(partition)
        : this.#store.committed.prepare(`${all} AND kind = ? ORDER BY id`).all(partition, kind);
    return rows.map((row) => as<D>(recent.read(row)));
  }

  async batch(
    name: ContainerName,
    partition: string,
    operations: readonly Operation[],
  ): ReturnType<Documents["batch"]> {
    const container = this.#container(name);
    checkBatch(partition, operations);
    const prepared = operations.map((operation) =>
      "document" in operation ? { ...operation, body: bodyOf(operation.document) } : operation,
    );
    checkBatchBytes(
      prepared.reduce((bytes, operation) => bytes + ("body" in operation ? operation.body.bytes : 0), 0),
    );
    const result = await this.#store.write(
      () => container.writer.write(partition, prepared),
      (written) => {
        if ("size" in written) container.recent.committed(partition, prepared, written);
      },
    );
    if (!("size" in result)) return { kind: "conflict", conflict: result };
    if (operations.some(({ op }) => op !== "check")) this.#announce(container);
    return { kind: "written", etags: result };
  }

  async query<D extends Document>(query: Parameters<Documents["query"]>[0]) {
    const { layout, recent } = this.#container(query.container);
    return pageOf<D>(this.#store.committed, layout, query, recent.isOff ? undefined : recent, this.#few);
  }

  async count(query: Parameters<Documents["count"]>[0]): Promise<number> {
    return countOf(this.#store.committed, this.#container(query.container).layout, query, this.#few);
  }

  asOf(instant: Instant): DocumentsReader {
    checkKnown(this.#store.committed, instant);
    const layoutOf = (name: ContainerName) => this.#container(name).layout;
    return new PastDocuments(this.#store.committed, layoutOf, msOf(instant), this.#few);
  }

  async changes(container: ContainerName, after: Checkpoint | undefined, limit: number): Promise<Changes> {
    const { rows, checkpoint } = this.#changedRows(container, after, limit);
    return { items: rows.map((row) => storedOf(row)), checkpoint };
  }

  async changedTexts(container: ContainerName, after: Checkpoint | undefined, limit: number) {
    const { rows, checkpoint } = this.#changedRows(container, after, limit);
    const items = rows.map((row) => ({ etag: etagOf(Number(row["change"])), body: String(row["body"]) }));
    return { items, checkpoint };
  }

  #changedRows(container: ContainerName, after: Checkpoint | undefined, limit: number) {
    checkPage("The number of changes", limit);
    const { table, byChange } = this.#container(container).layout;
    const checkpoint = after ?? etagOf(0);
    if (!/^[0-9a-f]{1,13}$/.test(checkpoint)) throw new InvalidContinuationError();
    const rows = this.#store.committed
      .prepare(
        `SELECT partition, change, body FROM ${table} INDEXED BY ${byChange} WHERE change > ? ORDER BY change LIMIT ${limit}`,
      )
      .all(Number.parseInt(checkpoint, 16));
    const last = rows.at(-1);
    return { rows, checkpoint: last === undefined ? checkpoint : etagOf(Number(last["change"])) };
  }

  onChanges(container: ContainerName, listener: () => void): () => void {
    const { listeners } = this.#container(container);
    // Wrapped, so that a listener given twice is two listeners.
    const entry = (): void => listener();
    listeners.add(entry);
    return () => listeners.delete(entry);
  }

  /** Once for all batches of a commit: their promises resolve in one turn, before what setImmediate puts off. */
  #announce(container: Container): void {
    this.#changed.add(container);
    if (this.#changed.size > 1) return;
    setImmediate(() => {
      const changed = [...this.#changed];
      this.#changed.clear();
      for (const { listeners } of changed) for (const listener of listeners) listener();
    });
  }

  #container(name: ContainerName): Container {
    const container = this.#containers.get(name);
    if (container === undefined)
      throw new DocumentLimitError("idNotAllowed", `There is no container "${String(name)}".`);
    return container;
  }
}

/** What kind of document it is, is the caller's knowledge: it asked by kind, or by an id of its own making. */
function as<D extends Document>(stored: Stored): Stored<D> {
  return stored as Stored<D>;
}
