/** Which tables, columns and indexes a container has: derived from the index declaration, and nothing else names them. */
import type { ContainerName, IndexDeclaration } from "../../../application/ports/documents.js";

/** A declared scalar path: a column of the container's table, shared by the kinds that declare it. */
export type Column = {
  readonly path: string;
  readonly names: readonly string[];
  /** Quoted for SQL. */
  readonly sql: string;
  /** Its index goes on with the partition. */
  readonly withinPartition: boolean;
};

/** A declared multi-valued path (`[]`): rows of the elements table. */
export type MultiValue = {
  /** With its `[]`. */
  readonly path: string;
  readonly names: readonly string[];
};

export type KindLayout = {
  readonly kind: string;
  /** Without `id`, which is a column of every row. */
  readonly columns: readonly Column[];
  readonly multiValues: readonly MultiValue[];
  column(path: string): Column | undefined;
  /** Whether this kind has an index on the column: not on those declared with `~`, and on none of its own for `id`. */
  hasIndex(column: Column): boolean;
  /** Takes the path with or without its `[]`. */
  multiValue(path: string): MultiValue | undefined;
  /** The name, quoted, of this kind's index on a column. */
  indexOf(column: Column): string;
};

export type ContainerLayout = {
  readonly container: ContainerName;
  /** Quoted names. */
  readonly table: string;
  readonly elements: string;
  readonly byKind: string;
  readonly byPartition: string;
  readonly byChange: string;
  /** Former versions, of the kinds whose past is kept (see history.ts); the same columns. */
  readonly history: string;
  readonly columns: readonly Column[];
  readonly kinds: readonly KindLayout[];
  /** A kind that is not declared has no paths, and can be stored, read and listed by id. */
  kind(kind: string): KindLayout;
  /** Changes when the stored columns have to be made anew. */
  readonly fingerprint: string;
};

/** Raise it when columns hold something else for the same declaration: every container is then rebuilt from its documents at open. */
const FORMAT = 3;

/**
 * Paths whose index goes on with the partition. Within a partition it is the state that is asked for: of all that a person ever had,
 * what is still under way is found at once, without a look at the rest.
 */
const WITHIN_PARTITION: ReadonlySet<string> = new Set(["state"]);

/** A column that every row has anyway, and that every kind can be asked by; the index on the kind goes on with it. */
export const ID: Column = { path: "id", names: ["id"], sql: "id", withinPartition: false };

const PATH = /^~?[A-Za-z][A-Za-z0-9]*(\/[A-Za-z][A-Za-z0-9]*)*(\[\])?$/;
const KIND = /^[A-Za-z][A-Za-z0-9]*$/;

/** Throws on a declaration whose kinds or paths are not plain names: they become SQL identifiers. */
export function layoutOf(container: ContainerName, declaration: IndexDeclaration): ContainerLayout {
  const declared = declaration[container];
  const columns = new Map<string, Column>();
  const kinds = new Map<string, KindLayout>();
  for (const [kind, paths] of Object.entries(declared)) {
    if (!KIND.test(kind))
      throw new TypeError(`Container "${container}" declares a kind "${kind}" that is not a plain name.`);
    kinds.set(kind, kindLayout(container, kind, paths, columns));
  }
  return {
    container,
    table: quoted(`documents_${container}`),
    elements: quoted(`documents_${container}_elements`),
    byKind: quoted(`documents_${container} by kind`),
    byPartition: quoted(`documents_${container} by partition`),
    byChange: quoted(`documents_${container} by change`),
    history: quoted(`documents_${container}_history`),
    columns: [...columns.values()],
    kinds: [...kinds.values()],
    kind: (kind) => kinds.get(kind) ?? kindLayout(container, kind, [], columns),
    fingerprint: JSON.stringify([FORMAT, declared]),
  };
}

function kindLayout(
  container: string,
  kind: string,
  paths: readonly string[],
  shared: Map<string, Column>,
): KindLayout {
  const columns = new Map<string, Column>();
  const indexed = new Set<Column>();
  const multiValues = new Map<string, MultiValue>();
  for (const declared of paths) {
    if (!PATH.test(declared))
      throw new TypeError(
        `Kind "${kind}" of container "${container}" declares "${declared}", which is no path.`,
      );
    const path = declared.replace(/^~/, "");
    if (path === ID.path) continue;
    if (path.endsWith("[]")) {
      multiValues.set(path, { path, names: path.slice(0, -2).split("/") });
      continue;
    }
    const column = shared.get(path) ?? {
      path,
      names: path.split("/"),
      sql: quoted(`/${path}`),
      withinPartition: WITHIN_PARTITION.has(path),
    };
    shared.set(path, column);
    columns.set(path, column);
    if (path === declared) indexed.add(column);
  }
  return {
    kind,
    columns: [...columns.values()],
    multiValues: [...multiValues.values()],
    column: (path) => (path === ID.path ? ID : columns.get(path)),
    hasIndex: (column) => indexed.has(column),
    multiValue: (path) => multiValues.get(path.endsWith("[]") ? path : `${path}[]`),
    indexOf: (column) => quoted(`documents_${container} ${kind} ${column.path}`),
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Kinds are plain names or unknown ones from a caller; either way a literal and not a parameter, which a partial index asks for. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
