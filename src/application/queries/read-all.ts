/** Walks every match of a query, page by page: for what must be looked at whole. */
import { pause } from "../pause.js";
import type { Document, Query, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function* readAll<D extends Document>(
  ports: Ports,
  query: Omit<Query, "top" | "continuation">,
): AsyncGenerator<Stored<D>, void> {
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<D>({
      ...query,
      top: 1000,
      ...(continuation === undefined ? {} : { continuation }),
    });
    yield* page.items;
    continuation = page.continuation;
    if (continuation !== undefined) await pause();
  } while (continuation !== undefined);
}
