/**
 * Where state lives: JSON documents in containers, split into partitions. The port is what Cosmos DB (NoSQL) and SQLite can both promise.
 * A contract suite (`test/contracts/documents.ts`) holds every adapter to the promises below.
 */

import type { Instant } from "../../domain/time/instant.js";

/** The containers and what their partition key means: see docs/architecture.md "Partitions". */
export type ContainerName = "governance" | "access" | "directory" | "schedule" | "ledger" | "work";

/** A stored object. `id` is unique in its partition; `kind` says what it is and which index paths it has. */
export type Document = { readonly id: string; readonly kind: string };

/** A document as read, with the version it was read at. */
export type Stored<D extends Document = Document> = {
  readonly partition: string;
  readonly document: D;
  /** Opaque; changes with every write of the document. */
  readonly etag: string;
};

export type Operation =
  /** Fails with `exists` when the id is taken in this partition. This is the uniqueness primitive: reserve a name by creating its document. */
  | { readonly op: "create"; readonly document: Document }
  /** Fails with `missing` or, when `ifMatch` is given and stale, with `changed`. */
  | { readonly op: "replace"; readonly document: Document; readonly ifMatch?: string }
  /** Creates or replaces, whatever was there. */
  | { readonly op: "put"; readonly document: Document }
  /** Fails with `missing` or `changed` as replace does. */
  | { readonly op: "delete"; readonly id: string; readonly ifMatch?: string }
  /** Changes nothing; fails with `changed` unless the document still has this version (`null`: unless it is still absent). */
  | { readonly op: "check"; readonly id: string; readonly ifMatch: string | null };

export type BatchConflict = { readonly id: string; readonly reason: "exists" | "missing" | "changed" };

export type BatchResult =
  | { readonly kind: "written"; readonly etags: ReadonlyMap<string, string> }
  | { readonly kind: "conflict"; readonly conflict: BatchConflict };

/** A scalar that can be compared. Strings compare by code unit, instants therefore by time. */
export type Scalar = string | number | boolean | null;

/**
 * A condition over declared index paths. A path is a property name, or names joined by `/` (`schedule/endDateTime`).
 * Every kind has the path `id`. A missing property counts as null. Comparison with null: only eq and ne; any order comparison with null is false.
 */
export type Filter =
  | { readonly op: "and" | "or"; readonly filters: readonly Filter[] }
  | { readonly op: "not"; readonly filter: Filter }
  | { readonly op: "eq" | "ne" | "gt" | "ge" | "lt" | "le"; readonly path: string; readonly value: Scalar }
  | { readonly op: "in"; readonly path: string; readonly values: readonly Scalar[] }
  /** Tests of texts, false of everything else; `ignoreCase` compares by lower case. */
  | {
      readonly op: "contains" | "startsWith" | "endsWith" | "equals";
      readonly path: string;
      readonly value: string;
      readonly ignoreCase: boolean;
    }
  /** True when the multi-valued path (an array of scalars; its `[]` may be left out here) has an element equal to one of `values`. */
  | { readonly op: "has"; readonly path: string; readonly values: readonly Scalar[] }
  /** True when it has an element equal to none of `values`; without values: any element at all. */
  | { readonly op: "hasOther"; readonly path: string; readonly values: readonly Scalar[] };

export type Order = { readonly path: string; readonly direction: "asc" | "desc" };

export type Query = {
  readonly container: ContainerName;
  readonly kind: string;
  /** Without it the query goes across partitions. */
  readonly partition?: string;
  readonly filter?: Filter;
  /** Nulls first ascending. Ties, and a query without an order, are ordered by id, so that pages are stable. */
  readonly orderBy?: readonly Order[];
  /** Page size, 1 to 1000. */
  readonly top: number;
  /** From the previous page. Rows written between two pages neither repeat nor hide the rows that did not change. */
  readonly continuation?: string;
};

export type Page<D extends Document = Document> = {
  readonly items: readonly Stored<D>[];
  /** Absent on the last page. */
  readonly continuation?: string;
};

/** Where a reader of the change feed stands in a container. Opaque; `undefined` is the beginning. */
export type Checkpoint = string;

export type Changes = {
  /** The newest version of each document changed since the checkpoint, in order of change. Deletions do not appear. */
  readonly items: readonly Stored[];
  readonly checkpoint: Checkpoint;
};

/** Thrown when a query names a path that the container's index declaration lacks: the caller's mistake, never ignored. */
export class UndeclaredPathError extends Error {
  readonly path: string;
  constructor(container: ContainerName, kind: string, path: string) {
    super(`Documents of kind "${kind}" in container "${container}" have no index path "${path}".`);
    this.name = "UndeclaredPathError";
    this.path = path;
  }
}

/** Thrown when a continuation was not made by this query (or was cut or edited on the way). */
export class InvalidContinuationError extends Error {
  constructor() {
    super("The continuation token does not belong to this query.");
    this.name = "InvalidContinuationError";
  }
}

/** Thrown when a past instant is asked for of which former versions were not kept yet. */
export class HistoryUnknownError extends Error {
  /** From when on the past is known. */
  readonly since: Instant;
  constructor(since: Instant) {
    super(`What was stored before ${since} is not known: former versions are kept since then.`);
    this.name = "HistoryUnknownError";
    this.since = since;
  }
}

/**
 * Thrown when a call asks for more than every adapter can promise (Cosmos DB's limits): the caller's mistake, nothing was written.
 * `documentTooLarge`: more than 2 MiB as JSON. `batchTooLarge`: more than 100 operations or 2 MiB. `documentTwice`: two operations of
 * a batch on one document. `idNotAllowed`: an id or partition that is empty, too long, or has a character that Cosmos DB refuses.
 * `pageTooLarge`: a page size that is not a whole number from 1 to 1000. `filterTooLarge`: nested or listing beyond reason.
 */
export class DocumentLimitError extends Error {
  readonly code:
    | "documentTooLarge"
    | "batchTooLarge"
    | "documentTwice"
    | "idNotAllowed"
    | "pageTooLarge"
    | "filterTooLarge";
  constructor(code: DocumentLimitError["code"], message: string) {
    super(message);
    this.name = "DocumentLimitError";
    this.code = code;
  }
}

/** The reading half of `Documents`: of the present, or of a past instant. */
export type DocumentsReader = {
  /** One document, or undefined. Never shows a write that a crash could still take back. */
  get<D extends Document>(
    container: ContainerName,
    partition: string,
    id: string,
  ): Promise<Stored<D> | undefined>;
  /** The document of this kind and id in whichever partition it is, or undefined: one index look-up, not a scan. */
  find<D extends Document>(
    container: ContainerName,
    kind: string,
    id: string,
  ): Promise<Stored<D> | undefined>;
  /** Every document of a partition (of one kind when given), ordered by id. For partitions that are small by design (one person's access). */
  partition<D extends Document>(
    container: ContainerName,
    partition: string,
    kind?: string,
  ): Promise<readonly Stored<D>[]>;
  query<D extends Document>(query: Query): Promise<Page<D>>;
  /** How many documents match. */
  count(query: Omit<Query, "top" | "orderBy" | "continuation">): Promise<number>;
};

export type Documents = DocumentsReader & {
  /** All operations or none, in one partition; resolves only when they survive a power cut. At most 100 operations (Cosmos DB's limit). */
  batch(container: ContainerName, partition: string, operations: readonly Operation[]): Promise<BatchResult>;
  /**
   * What was stored at an instant, of the kinds whose past the adapter keeps (HISTORY in src/adapters/index-declaration.ts); of the others,
   * what was already there then and has not changed since. Each document is seen in the version that was the newest at the end of that
   * millisecond, deleted ones included; its `etag` is one it had then, or a later one of the same content. A version that was replaced
   * within its own millisecond is never seen. Everything else is as promised of the present: filters, orders, pages that repeat and hide
   * nothing. A continuation belongs to its instant, too. Of the millisecond that is going on, and of later ones, the answer can still
   * change. Throws HistoryUnknownError before the adapter began to keep the past.
   */
  asOf(instant: Instant): DocumentsReader;
  /** Up to `limit` changes after the checkpoint. */
  changes(container: ContainerName, after: Checkpoint | undefined, limit: number): Promise<Changes>;
};

/**
 * Index paths by container and kind; a path ending in `[]` is multi-valued (an array of scalars). A path that begins with `~` is kept
 * without an index: it can be filtered and ordered by like the others (under its name without the `~`), and costs writes next to nothing,
 * but a query that nothing else narrows walks the whole kind. `id` needs no declaration.
 */
export type IndexDeclaration = {
  readonly [container in ContainerName]: { readonly [kind: string]: readonly string[] };
};
