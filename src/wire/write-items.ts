/** Writes objects as the client asked: expanded, selected, and (for lists that are in memory) filtered, ordered and cut into pages. */
import type { EntityType, Item } from "./entity-type.js";
import { writeEtag } from "./etag.js";
import type { JsonObject } from "./json-object.js";
import { withRelated } from "./load/look-up.js";
import type { ExpandContext, Expanded } from "./navigation.js";
import { didYouMean } from "./odata/find-name.js";
import { findProperty } from "./odata/legacy-names.js";
import { selectFromMemory } from "./odata/memory-list.js";
import { ODataError } from "./odata/odata-error.js";
import { pageSize } from "./odata/page-size.js";
import { NO_OPTIONS, type QueryOptions } from "./odata/query-options.js";

export async function writeItems<T>(
  type: EntityType<T>,
  items: readonly Item<T>[],
  options: QueryOptions,
  context: ExpandContext,
): Promise<readonly JsonObject[]> {
  const kept = selectedNames(type, options);
  const expansions = await expand(type, items, options, context);
  return items.map(({ model, etag }, index) => {
    const properties = type.write(model, context);
    const written: Record<string, JsonObject[string]> = {};
    if (etag !== undefined) written["@odata.etag"] = writeEtag(etag);
    if (kept === undefined) Object.assign(written, properties);
    else {
      for (const name in properties) {
        if (name === "id" || name === "@odata.type" || kept.has(name)) written[name] = properties[name];
      }
    }
    for (const { name, values } of expansions) {
      const expanded = values[index];
      if (expanded?.count !== undefined) written[`${name}@odata.count`] = expanded.count;
      written[name] = expanded?.value ?? null;
    }
    return written;
  });
}

/** A list that is in memory: `$filter`, `$orderby`, `$top`, `$skip` and `$count` are done here. */
export async function writeList<T>(
  type: EntityType<T>,
  items: readonly Item<T>[],
  options: QueryOptions,
  context: ExpandContext,
): Promise<{ readonly value: readonly JsonObject[]; readonly count?: number; readonly skipToken?: string }> {
  const size = pageSize(options, context.preferences.maxPageSize);
  const { filter } = await withRelated(options, type, context);
  const { page, ...rest } = selectFromMemory(type, items, options, size, filter);
  return { value: await writeItems(type, page, options, context), ...rest };
}

/** What is expanded inside another object: whole unless `$top` says less, since it has no next page; `$count` tells how much there is. */
export async function writeNested<T>(
  type: EntityType<T>,
  items: readonly Item<T>[],
  options: QueryOptions,
  context: ExpandContext,
): Promise<Expanded> {
  const { filter } = await withRelated(options, type, context);
  const size = options.top ?? Number.POSITIVE_INFINITY;
  const { page, count } = selectFromMemory(type, items, options, size, filter);
  const value = await writeItems(type, page, options, context);
  return count === undefined ? { value } : { value, count };
}

/** The properties to keep, or undefined for all of them. `id` stays in any case: clients cannot do without. */
function selectedNames(
  type: EntityType<never> | Pick<EntityType<never>, "name" | "properties" | "navigation">,
  options: QueryOptions,
): ReadonlySet<string> | undefined {
  if (options.select === undefined) return undefined;
  const kept = new Set<string>();
  for (const path of options.select) {
    const [first = ""] = path.split("/");
    const name = findProperty(type.properties, first) ?? findProperty(type.navigation, first);
    if (name === undefined) throw unknownProperty("$select", type, first, Object.keys(type.properties));
    kept.add(name);
  }
  return kept;
}

type Expansion = {
  readonly name: string;
  readonly values: readonly Expanded[];
};

async function expand<T>(
  type: EntityType<T>,
  items: readonly Item<T>[],
  options: QueryOptions,
  context: ExpandContext,
): Promise<readonly Expansion[]> {
  if (options.expand.length === 0) return NO_EXPANSIONS;
  const models = items.map(({ model }) => model);
  const wanted = new Map<string, QueryOptions>();
  for (const item of options.expand) {
    if (item.name === "*") {
      for (const name of Object.keys(type.navigation)) {
        if (!wanted.has(name)) wanted.set(name, NO_OPTIONS);
      }
      continue;
    }
    const name = findProperty(type.navigation, item.name);
    if (name === undefined) throw unknownProperty("$expand", type, item.name, Object.keys(type.navigation));
    wanted.set(name, item.options);
  }
  return Promise.all(
    [...wanted].map(async ([name, nested]) => {
      // The names come from the table itself.
      const navigation = type.navigation[name];
      return {
        name,
        values: navigation === undefined ? [] : await navigation.expand(models, nested, context),
      };
    }),
  );
}

const NO_EXPANSIONS: readonly Expansion[] = [];

function unknownProperty(
  option: string,
  type: { readonly name: string },
  name: string,
  candidates: readonly string[],
): ODataError {
  const these = candidates.length === 0 ? "It has none." : `These can be used: ${candidates.join(", ")}.`;
  return new ODataError(
    "BadRequest",
    `${type.name} has no property "${name.slice(0, 60)}" for ${option}.${didYouMean(candidates, name)} ${these}`,
    option,
  );
}
