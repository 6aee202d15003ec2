/** Finds the index behind a property path that a client wrote, and says what can be used when there is none. */
import type { EntityType, IndexedProperty } from "../entity-type.js";
import type { Operand } from "./expression.js";
import { didYouMean, findName } from "./find-name.js";
import { findProperty } from "./legacy-names.js";
import { filterError } from "./odata-error.js";

/** The parts of a type that compiling needs. */
export type Indexed = Pick<EntityType<never>, "name" | "indexed" | "properties">;

export type Found = { readonly property: IndexedProperty; readonly name: string };

/** The index behind a path, and the path in the type's own spelling. */
export function indexedProperty(operand: Operand, type: Indexed): Found {
  if (operand.kind === "literal")
    throw filterError("A condition needs a property on one side", operand.position);
  if (operand.kind !== "path")
    throw filterError(
      `${operand.kind} is supported in comparisons and inside contains, startswith and endswith only`,
      operand.position,
    );
  const written = operand.segments.join("/");
  const name = findProperty(type.indexed, written);
  const property = name === undefined ? undefined : type.indexed[name];
  if (name !== undefined && property !== undefined) return { property, name };
  throw filterError(noSuchProperty(written, type), operand.position);
}

/** Says whether the property is unknown or only not indexed. */
export function noSuchProperty(written: string, type: Indexed): string {
  const known = findName(type.properties, written);
  if (known !== undefined)
    return `"${known}" of ${type.name} cannot be filtered or ordered by; these can: ${Object.keys(type.indexed).join(", ")}`;
  return `${type.name} has no property "${written}" to filter or order by.${didYouMean(Object.keys(type.indexed), written)} These can be used: ${Object.keys(type.indexed).join(", ")}`;
}
