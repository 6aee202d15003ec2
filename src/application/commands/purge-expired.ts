/** Deletes what was kept for a time that is over: the records of idempotency keys. */
import type { Instant } from "../../domain/time/instant.js";
import type { Document } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

type Expiring = Document & { readonly expiresDateTime: Instant };

const PAGE = 200;

/** Pages in one run: what is left goes the next day, so a run never takes long. */
const PAGES_MAX = 500;

/** How many records were deleted. */
export async function purgeExpired(ports: Ports): Promise<number> {
  let deleted = 0;
  for (const container of ["access", "governance"] as const)
    for (let page = 0; page < PAGES_MAX; page++) {
      const { items } = await ports.documents.query<Expiring>({
        container,
        kind: "idempotency",
        filter: { op: "lt", path: "expiresDateTime", value: ports.clock.now() },
        top: PAGE,
      });
      // If-Match: a key that is being used again at this moment is not expired any more.
      await Promise.all(
        items.map(({ partition, document, etag }) =>
          ports.documents.batch(container, partition, [{ op: "delete", id: document.id, ifMatch: etag }]),
        ),
      );
      deleted += items.length;
      if (items.length < PAGE) break;
    }
  return deleted;
}
