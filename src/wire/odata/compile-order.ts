/** Turns `$orderby` into the documents port's order over index paths. */
import type { Order } from "../../application/ports/documents.js";
import type { EntityType } from "../entity-type.js";
import { noSuchProperty } from "./indexed-property.js";
import { findProperty } from "./legacy-names.js";
import { ODataError } from "./odata-error.js";
import type { OrderItem } from "./query-options.js";

export function compileOrder(
  items: readonly OrderItem[],
  type: Pick<EntityType<never>, "name" | "indexed" | "properties">,
): readonly Order[] {
  return items.map(({ path, direction }) => {
    const written = path.join("/");
    const name = findProperty(type.indexed, written);
    const property = name === undefined ? undefined : type.indexed[name];
    if (property === undefined || property.index.endsWith("[]"))
      throw new ODataError("BadRequest", `${noSuchProperty(written, type)}.`, "$orderby");
    return { path: property.index, direction };
  });
}
