/** JSON merge patch (RFC 7396) with one difference: names of the original are found in any case. */
import type { Json } from "../domain/json.js";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { findName } from "./odata/find-name.js";

export function mergePatch(original: JsonObject, patch: JsonObject): JsonObject {
  const result = new Map<string, Json | undefined>(Object.entries(original));
  for (const [written, change] of Object.entries(patch)) {
    const name = findName(original, written) ?? written;
    const before = result.get(name);
    if (change === null) result.delete(name);
    else if (isJsonObject(change) && isJsonObject(before)) result.set(name, mergePatch(before, change));
    else result.set(name, change);
  }
  return Object.fromEntries(result);
}
