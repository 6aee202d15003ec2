/** The roles of a package changed: everybody who has it is to be reconciled. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { deliverHint } from "../access/deliver-hint.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

/** Events sent to the broker at once. */
const PAGE = 100;

/** Sends one hint for each holder. A crash on the way sends some again, which changes nothing. */
export async function reconcilePackage(
  ports: Ports,
  call: Call,
  input: { readonly accessPackageId: string },
): Promise<void> {
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<Assignment>({
      container: "access",
      kind: "assignment",
      filter: {
        op: "and",
        filters: [
          { op: "eq", path: "accessPackageId", value: input.accessPackageId },
          { op: "ne", path: "state", value: "expired" },
        ],
      },
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    const hints = page.items.map(({ partition }) => deliverHint(ports, call, partition));
    if (hints.length > 0) await ports.eventBus.publish(hints);
    continuation = page.continuation;
  } while (continuation !== undefined);
}
