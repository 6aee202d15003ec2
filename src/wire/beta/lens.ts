/**
 * Two views of one object, after the idea of lenses: `get` shows the v1.0 form in beta's words, `put` takes a changed view back. What the view
 * cannot say survives, because a part of the view that is as it was leaves the v1.0 part behind it untouched.
 */
import { canonicalJson } from "../../domain/canonical-json.js";
import type { Json } from "../../domain/json.js";
import type { JsonObject } from "../json-object.js";

/** One group of beta's properties that stands for a group of v1.0's. */
export type Part = {
  /** Beta's properties. */
  readonly names: readonly string[];
  readonly get: (object: JsonObject) => JsonObject;
  /** The v1.0 properties that follow from the view; `before` is the object they replace. */
  readonly put: (view: JsonObject, before: JsonObject) => JsonObject;
};

export function getThrough(parts: readonly Part[], object: JsonObject): JsonObject {
  return Object.assign({}, ...parts.map(({ get }) => get(object)));
}

/** The v1.0 object whose view is `view`, and which is `before` in everything that the view leaves as it was. */
export function putThrough(parts: readonly Part[], view: JsonObject, before: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...before };
  for (const { names, get, put } of parts) {
    const was = get(before);
    if (names.every((name) => same(view[name], was[name]))) continue;
    Object.assign(result, put(view, { ...before, ...result }));
  }
  return result;
}

/** Absent and null say the same. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
