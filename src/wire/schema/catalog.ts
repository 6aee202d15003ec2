/** Reads the bodies of catalogs, and what names a resource of one. */
import { z } from "zod";
import type { CreateCatalogInput } from "../../application/commands/create-catalog.js";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import { bool, guid, maybe, maybeNull, name, object, oneOf, optional, text } from "./lenient.js";

const displayName = name(DISPLAY_NAME_LENGTH_MAX);
const description = text(DESCRIPTION_LENGTH_MAX);
const state = oneOf(["unpublished", "published"]);

/** Defaults: spec/domain.md 2. */
export const newCatalog: z.ZodType<CreateCatalogInput> = object({
  displayName,
  description: optional(description, null),
  state: optional(state, "published"),
  isExternallyVisible: optional(bool, false),
});

export const catalogChanges: z.ZodType<Partial<CreateCatalogInput>> = object({
  displayName: maybe(displayName),
  description: maybeNull(description),
  state: maybe(state),
  isExternallyVisible: maybe(bool),
}).transform(withoutUndefined);

export const ORIGIN_SYSTEMS = [
  "AadGroup",
  "AadApplication",
  "SharePointOnline",
  "DirectoryRole",
  "AzureResources",
] as const;

/** Longest id of an origin: addresses of sites, and ARM ids. */
export const ORIGIN_ID_LENGTH_MAX = 2_048;

/** A resource of a catalog by its id, or by where it comes from; whatever else is sent of it is ignored. */
export const resourceReference = object({
  id: maybe(guid),
  originId: maybe(text(ORIGIN_ID_LENGTH_MAX)),
  originSystem: maybe(oneOf(ORIGIN_SYSTEMS)),
});

export const reference = object({ id: guid });

/** Leaves out what was not given, so that it stays as it was. */
export function withoutUndefined<T extends object>(
  changes: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // The entries are those of `changes` without the undefined ones, which is what the type says.
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
