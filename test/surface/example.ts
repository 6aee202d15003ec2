/** What a valid call of a row of the endpoint table looks like. Each row must have one: the tests of this folder are generated from them. */
import type { Ids } from "./seeded-world.js";

export type Example = {
  /** Why there is more than one for a row; part of the line in matrix.txt. */
  readonly label?: string;
  /** Values of the path's keys, where they are not those that the world has under the same names. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query?: string;
  readonly body?: object;
  /** A column: for whom the call must succeed. "Global Administrator" unless told. */
  readonly as?: string;
};

/** By `METHOD path`, with EM for the root of entitlement management. */
export type Examples = (ids: Ids) => Readonly<Record<string, Example | readonly Example[]>>;

export function listOfExamples(examples: Example | readonly Example[] | undefined): readonly Example[] {
  if (examples === undefined) return [];
  // An object with keys of its own is one example.
  return Array.isArray(examples) ? examples : [examples as Example];
}

/** `{"@odata.id": ...}` as clients write references. */
export function reference(noun: string, id: string): { readonly "@odata.id": string } {
  return { "@odata.id": `https://graph.microsoft.com/v1.0/${noun}/${id}` };
}
