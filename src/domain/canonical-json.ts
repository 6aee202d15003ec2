/** One text for one value: properties in order of their names, no spaces, nothing that is undefined. What is hashed is written this way. */
import type { Json } from "./json.js";

export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const properties = Object.keys(value)
    .toSorted()
    .flatMap((name) => {
      const property = value[name];
      return property === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(property)}`];
    });
  return `{${properties.join(",")}}`;
}

/** Array.isArray does not narrow readonly arrays. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
