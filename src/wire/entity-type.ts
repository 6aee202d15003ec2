/**
 * What a Graph type is: its properties, where they can be filtered and ordered, what can be expanded, and how a domain object becomes
 * its JSON. One declaration a type drives `$select`, `$filter`, `$orderby`, `$expand`, the null properties and the documentation.
 */
import type { ContainerName } from "../application/ports/documents.js";
import type { JsonObject } from "./json-object.js";
import type { ExpandContext, Navigation } from "./navigation.js";

/** `one of` carries the members as they are written on the wire. */
export type PropertyType =
  | "string"
  | "guid"
  | "dateTime"
  | "duration"
  | "boolean"
  | "int32"
  | "complex"
  | { readonly oneOf: readonly string[] };

export type IndexedProperty = {
  /** The documents port's index path; one that ends in `[]` is multi-valued and is reached by `any` and `all`. */
  readonly index: string;
  readonly type: Exclude<PropertyType, "complex">;
};

/** Documents that others refer to by their id. */
export type Related = {
  readonly type: Pick<EntityType<never>, "name" | "indexed" | "properties">;
  readonly container: ContainerName;
  readonly kind: string;
  /** Where only those who may see the catalog are to learn of it: the index path of the catalog's id. */
  readonly inCatalog?: string;
};

export type EntityType<M> = {
  /** Graph's name, without namespace. */
  readonly name: string;
  /** Every structural property, in the order in which they are written. */
  readonly properties: Readonly<Record<string, PropertyType>>;
  readonly navigation: Readonly<Record<string, Navigation<M>>>;
  /** Property paths that the store can filter and order by. Without it lists of the type are filtered in memory. */
  readonly indexed: Readonly<Record<string, IndexedProperty>>;
  /**
   * What objects of the type refer to by a path that `indexed` has with `/id` at its end: so that lists can be filtered by the properties of
   * what they refer to as well (related-conditions.ts).
   */
  readonly related?: Readonly<Record<string, Related>>;
  /** Index paths in which `$search` looks; absent: no `$search`. */
  readonly searched?: readonly string[];
  /** All structural properties, those without a value as null. */
  readonly write: (model: M, context: ExpandContext) => JsonObject;
};

/** A type without what can be expanded from it: graph-types.ts puts the two together, since types refer to one another in circles. */
export type Shape<M> = Omit<EntityType<M>, "navigation">;

/** An object on its way to the client, with the store's version of it where it has one of its own. */
export type Item<M> = { readonly model: M; readonly etag?: string };
