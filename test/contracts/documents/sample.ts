/** The documents that the contract suite stores: one kind with a path of every sort, in one container. */
import type {
  BatchResult,
  Document,
  Documents,
  DocumentsReader,
  IndexDeclaration,
  Operation,
  Scalar,
} from "../../../src/application/ports/documents.js";

export type Sample = Document & {
  readonly kind: "sample";
  readonly name?: Scalar;
  readonly count?: Scalar;
  readonly active?: Scalar;
  readonly due?: Scalar;
  /** Any type of scalar from one document to the next. */
  readonly mixed?: Scalar;
  /** An adapter may find the states of one partition in a way of their own. */
  readonly state?: Scalar;
  readonly owner?: { readonly id?: Scalar };
  readonly tags?: readonly Scalar[];
};

export const SCALAR_PATHS = ["id", "name", "count", "active", "due", "mixed", "state", "owner/id"];

/** One of them is kept without an index. */
const DECLARED = [...SCALAR_PATHS.filter((path) => path !== "count"), "~count", "tags[]"];

export const CONTRACT_INDEXES: IndexDeclaration = {
  governance: {},
  access: { sample: DECLARED, other: ["name"] },
  directory: { sample: DECLARED },
  schedule: {},
  ledger: {},
  work: {},
};

/** Whose past is kept: of "other", only what is there now. */
export const CONTRACT_HISTORY = { access: ["sample"] } as const;

export function aSample(id: string, properties: Omit<Partial<Sample>, "id" | "kind"> = {}): Sample {
  return { id, kind: "sample", ...properties };
}

/** Stores documents in a partition of `access`, however many. */
export async function store(
  documents: Documents,
  partition: string,
  samples: readonly Document[],
): Promise<void> {
  for (let start = 0; start < samples.length; start += 100) {
    const operations = samples
      .slice(start, start + 100)
      .map((document): Operation => ({ op: "put", document }));
    await written(documents.batch("access", partition, operations));
  }
}

/** The etags of a batch that was written; throws on a conflict. */
export async function written(result: Promise<BatchResult>): Promise<ReadonlyMap<string, string>> {
  const batch = await result;
  if (batch.kind === "conflict") throw new Error(`Not written: ${JSON.stringify(batch.conflict)}`);
  return batch.etags;
}

export async function etagOf(documents: Documents, partition: string, id: string): Promise<string> {
  const stored = await documents.get("access", partition, id);
  if (stored === undefined) throw new Error(`There is no document ${id}.`);
  return stored.etag;
}

/** The ids of every page of a query, in order. */
export async function allPages(
  documents: DocumentsReader,
  query: Omit<Parameters<Documents["query"]>[0], "continuation">,
) {
  const pages: string[][] = [];
  let continuation: string | undefined;
  do {
    const page = await documents.query({ ...query, ...(continuation === undefined ? {} : { continuation }) });
    pages.push(page.items.map((item) => item.document.id));
    continuation = page.continuation;
  } while (continuation !== undefined);
  return pages;
}
