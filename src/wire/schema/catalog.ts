/** Reads the bodies of catalogs, and of the requests about their resources. */
import { z } from "zod";
import type { CreateCatalogInput } from "../../application/commands/create-catalog.js";
import type { SubmitResourceRequestInput } from "../../application/governance/resource-request.js";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import type { Json } from "../../domain/json.js";
import { bool, guid, listOf, maybe, maybeNull, name, object, oneOf, optional, text } from "./lenient.js";

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

/** spec/domain.md 3.5: at most 20 attributes. */
const ATTRIBUTES_MAX = 20;

export const resourceDescription = object({
  id: maybe(guid),
  originId: maybe(text(2_048)),
  originSystem: maybe(oneOf(ORIGIN_SYSTEMS)),
  displayName: maybe(name(DISPLAY_NAME_LENGTH_MAX)),
  description: maybeNull(description),
  attributes: maybe(
    listOf(
      z.json().transform((value): Json => value),
      ATTRIBUTES_MAX,
    ),
  ),
});

export const reference = object({ id: guid });

export const newResourceRequest: z.ZodType<SubmitResourceRequestInput> = object(
  {
    requestType: oneOf(["adminAdd", "adminUpdate", "adminRemove"]),
    catalog: maybe(reference),
    catalogId: maybe(guid),
    resource: resourceDescription,
  },
  { accessPackageResource: "resource", accessPackageCatalog: "catalog" },
).transform((body, context) => {
  const catalogId = body.catalog?.id ?? body.catalogId;
  if (catalogId !== undefined) return { requestType: body.requestType, catalogId, resource: body.resource };
  context.addIssue({ code: "custom", path: ["catalog", "id"], message: "is missing" });
  return z.NEVER;
});

/** Leaves out what was not given, so that it stays as it was. */
export function withoutUndefined<T extends object>(
  changes: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // The entries are those of `changes` without the undefined ones, which is what the type says.
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
