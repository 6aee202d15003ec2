/** Carries out a batch: first every precondition against what is stored, then every write. Runs inside one store write. */
import type { BatchConflict, Document, Operation } from "../../../application/ports/documents.js";
import type { Bindable, Store } from "../store/store.js";
import type { HistoryWriter } from "./history.js";
import type { ContainerLayout, KindLayout } from "./layout.js";
import type { Body } from "./limits.js";
import { type Element, elementsOf, foldsOf, keysOf } from "./projection.js";
import { etagOf } from "./query.js";
import { sameKey, sortableText } from "./sort-key.js";

export type PreparedOperation = Operation & { readonly body?: Body };

type Existing = {
  readonly number: Bindable;
  readonly change: number;
  readonly written: number;
  readonly body: string;
};

type Step = { readonly operation: PreparedOperation; readonly existing: Existing | undefined };

type Insertion = { readonly plain: string; readonly numbered: string };

/** Gives the numbers of changes: ever greater, never used twice, also not after a restart. */
export type NextChange = () => number;

export class BatchWriter {
  readonly #store: Store;
  readonly #layout: ContainerLayout;
  readonly #nextChange: NextChange;
  readonly #history: HistoryWriter;
  readonly #insertions = new WeakMap<KindLayout, Insertion>();

  constructor(store: Store, layout: ContainerLayout, nextChange: NextChange, history: HistoryWriter) {
    this.#store = store;
    this.#history = history;
    this.#layout = layout;
    this.#nextChange = nextChange;
  }

  /** The etags of what was written, or the first conflict, in which case nothing was. */
  write(
    partition: string,
    operations: readonly PreparedOperation[],
  ): ReadonlyMap<string, string> | BatchConflict {
    const steps: Step[] = [];
    for (const operation of operations) {
      const id = "document" in operation ? operation.document.id : operation.id;
      const existing = this.#existing(partition, id);
      const reason = conflictOf(operation, existing);
      if (reason !== undefined) return { id, reason };
      steps.push({ operation, existing });
    }
    const etags = new Map<string, string>();
    for (const { operation, existing } of steps) {
      if (operation.op === "check") continue;
      if (operation.op === "delete") {
        if (existing !== undefined) this.#delete(existing);
        continue;
      }
      const { document } = operation;
      const text = operation.body?.text ?? JSON.stringify(document);
      const change = this.#nextChange();
      if (existing === undefined) this.#insert(partition, document, text, change);
      else this.#update(existing, document, text, change);
      etags.set(document.id, etagOf(change));
    }
    return etags;
  }

  #existing(partition: string, id: string): Existing | undefined {
    const row = this.#store
      .prepare(
        `SELECT number, change, written, body FROM ${this.#layout.table} WHERE partition = ? AND id = ?`,
      )
      .get(partition, sortableText(id));
    if (row === undefined) return undefined;
    return {
      number: row["number"] ?? null,
      change: Number(row["change"]),
      written: Number(row["written"]),
      body: String(row["body"]),
    };
  }

  #insert(partition: string, document: Document, body: string, change: number): void {
    const kind = this.#layout.kind(document.kind);
    const elements = elementsOf(kind, document);
    const values = [
      partition,
      sortableText(document.id),
      document.kind,
      change,
      this.#history.now(),
      foldsOf(kind, document),
      body,
      ...keysOf(kind, document).values(),
    ];
    const statement = this.#store.prepare(this.#insertion(kind, elements.length > 0));
    if (elements.length === 0) statement.run(...values);
    else this.#addElements(statement.get(...values)?.["number"] ?? null, elements);
  }

  /** The text is made once for a kind. The number of the new row is asked for only where elements need it. */
  #insertion(kind: KindLayout, numbered: boolean): string {
    const texts = this.#insertions.get(kind) ?? insertionOf(this.#layout, kind);
    this.#insertions.set(kind, texts);
    return numbered ? texts.numbered : texts.plain;
  }

  #update(existing: Existing, document: Document, body: string, change: number): void {
    const { number, written } = existing;
    if (existing.body === body) {
      // The same content is no new version of the past, and needs no other key.
      this.#store.prepare(`UPDATE ${this.#layout.table} SET change = ? WHERE number = ?`).run(change, number);
      return;
    }
    const old = documentIn(existing);
    const since = this.#history.keep(number, old, written, false);
    const kind = this.#layout.kind(document.kind);
    const oldKind = this.#layout.kind(old.kind);
    const keys = keysOf(kind, document);
    const oldKeys = keysOf(oldKind, old);
    const sets: string[] = ["change = ?", "written = ?", "folds = ?", "body = ?"];
    const values: Bindable[] = [change, since, foldsOf(kind, document), body];
    if (document.kind !== old.kind) {
      sets.push("kind = ?");
      values.push(document.kind);
    }
    // Only what differs: each column named here costs its index two changes.
    for (const column of new Set([...oldKeys.keys(), ...keys.keys()])) {
      const key = keys.get(column);
      const oldKey = oldKeys.get(column);
      if (key !== undefined && oldKey !== undefined && sameKey(key, oldKey)) continue;
      sets.push(`${column.sql} = ?`);
      values.push(key ?? null);
    }
    this.#store
      .prepare(`UPDATE ${this.#layout.table} SET ${sets.join(", ")} WHERE number = ?`)
      .run(...values, number);
    const oldElements = elementsOf(oldKind, old);
    const elements = elementsOf(kind, document);
    if (sameElements(oldElements, elements)) return;
    this.#deleteElements(number, oldElements);
    this.#addElements(number, elements);
  }

  #delete(existing: Existing): void {
    const { number, written } = existing;
    const document = documentIn(existing);
    this.#history.keep(number, document, written, true);
    this.#deleteElements(number, elementsOf(this.#layout.kind(document.kind), document));
    this.#store.prepare(`DELETE FROM ${this.#layout.table} WHERE number = ?`).run(number);
  }

  #addElements(number: Bindable, elements: readonly Element[]): void {
    for (const { path, key } of elements) {
      this.#store.prepare(`INSERT INTO ${this.#layout.elements} VALUES (?, ?, ?)`).run(path, key, number);
    }
  }

  #deleteElements(number: Bindable, elements: readonly Element[]): void {
    for (const { path, key } of elements) {
      this.#store
        .prepare(`DELETE FROM ${this.#layout.elements} WHERE path = ? AND value = ? AND number = ?`)
        .run(path, key, number);
    }
  }
}

function insertionOf(layout: ContainerLayout, { columns }: KindLayout): Insertion {
  const names = columns.map(({ sql }) => `, ${sql}`).join("");
  const plain = `INSERT INTO ${layout.table} (partition, id, kind, change, written, folds, body${names})
    VALUES (?, ?, ?, ?, ?, ?, ?${", ?".repeat(columns.length)})`;
  return { plain, numbered: `${plain} RETURNING number` };
}

function documentIn({ body }: Existing): Document {
  // The body is what this adapter wrote: a document.
  return JSON.parse(body) as Document;
}

function conflictOf(
  operation: Operation,
  existing: Existing | undefined,
): BatchConflict["reason"] | undefined {
  const etag = existing === undefined ? null : etagOf(existing.change);
  switch (operation.op) {
    case "create":
      return existing === undefined ? undefined : "exists";
    case "put":
      return undefined;
    case "check":
      return operation.ifMatch === etag ? undefined : "changed";
    case "replace":
    case "delete":
      if (existing === undefined) return "missing";
      return operation.ifMatch === undefined || operation.ifMatch === etag ? undefined : "changed";
  }
}

function sameElements(a: readonly Element[], b: readonly Element[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((element, index) => {
    const other = b[index];
    return other !== undefined && element.path === other.path && sameKey(element.key, other.key);
  });
}
