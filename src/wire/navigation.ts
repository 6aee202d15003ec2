/** A navigation property: how the related objects of a whole page are read at once, and written with the options nested in `$expand`. */

import type { Call } from "../application/call.js";
import type { Ports } from "../application/ports/ports.js";
import type { EntityType, Item } from "./entity-type.js";
import type { JsonObject } from "./json-object.js";
import type { QueryOptions } from "./odata/query-options.js";
import type { Preferences } from "./preferences.js";
import { writeItems, writeNested } from "./write-items.js";

/** What expanding may use. */
export type ExpandContext = {
  readonly ports: Ports;
  readonly call: Call;
  readonly preferences: Preferences;
};

/** The JSON of what one object refers to: an array for collections, an object or null otherwise. */
export type Expanded = {
  readonly value: JsonObject | readonly JsonObject[] | null;
  /** Of a collection, when asked for: how many there are, whatever `$top` has left. */
  readonly count?: number;
};

export type Navigation<M> = {
  readonly isCollection: boolean;
  /** Graph's name of the related type, for the documentation. */
  readonly target: string;
  /** The related type. */
  readonly type: () => EntityType<never>;
  /** The same, with the related objects spelled as another version of the API does. */
  readonly spelled: (respell: <T>(type: EntityType<T>) => EntityType<T>) => Navigation<M>;
  /** The related objects, one entry for each model. */
  readonly expand: (
    models: readonly M[],
    options: QueryOptions,
    context: ExpandContext,
  ) => Promise<readonly Expanded[]>;
};

/** To one object. `load` gives one entry for each model, in their order; undefined when there is none, or the caller may not see it. */
export function toOne<M, T>(
  target: string,
  type: () => EntityType<T>,
  load: (models: readonly M[], context: ExpandContext) => Promise<readonly (Item<T> | undefined)[]>,
): Navigation<M> {
  return {
    isCollection: false,
    target,
    type,
    spelled: (respell) => toOne(target, () => respell(type()), load),
    expand: async (models, options, context) => {
      const loaded = await load(models, context);
      const present = loaded.filter((item) => item !== undefined);
      const written = (await writeItems(type(), present, options, context))[Symbol.iterator]();
      return loaded.map((item) => ({
        value: item === undefined ? null : (written.next().value ?? null),
      }));
    },
  };
}

/** To many objects. `load` gives one list for each model, in their order. */
export function toMany<M, T>(
  target: string,
  type: () => EntityType<T>,
  load: (models: readonly M[], context: ExpandContext) => Promise<readonly (readonly Item<T>[])[]>,
): Navigation<M> {
  return {
    isCollection: true,
    target,
    type,
    spelled: (respell) => toMany(target, () => respell(type()), load),
    expand: async (models, options, context) => {
      const lists = await load(models, context);
      return Promise.all(lists.map((items) => writeNested(type(), items, options, context)));
    },
  };
}
