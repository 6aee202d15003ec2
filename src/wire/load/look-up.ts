/** Looks up the related objects that fulfil a condition, for lists that are filtered by what their objects refer to. */
import { catalogsWhere } from "../../application/authorize.js";
import type { Filter } from "../../application/ports/documents.js";
import type { EntityType, Related } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import type { QueryOptions } from "../odata/query-options.js";
import { type LookUp, RELATED_MAX, resolveRelated } from "../odata/related-conditions.js";

/** The options with their `$filter` in terms of the list's own properties. */
export async function withRelated(
  options: QueryOptions,
  type: Pick<EntityType<never>, "name" | "indexed" | "properties" | "related">,
  context: Pick<ExpandContext, "ports" | "call">,
): Promise<QueryOptions> {
  if (options.filter === undefined || type.related === undefined) return options;
  return { ...options, filter: await resolveRelated(options.filter, type, lookUpIn(context)) };
}

function lookUpIn({ ports, call }: Pick<ExpandContext, "ports" | "call">): LookUp {
  return async (related, { kind, filter }) => {
    const narrowing = await visible(related);
    const filters = [filter, narrowing].filter((part) => part !== undefined);
    const page = await ports.documents.query({
      container: related.container,
      kind,
      filter: { op: "and", filters },
      top: RELATED_MAX,
    });
    return page.continuation === undefined ? page.items.map(({ document }) => document.id) : undefined;
  };

  async function visible({ inCatalog }: Related): Promise<Filter | undefined> {
    if (inCatalog === undefined) return undefined;
    const where = await catalogsWhere(ports, call.caller, "viewCatalog");
    return where === "all" ? undefined : { op: "in", path: inCatalog, values: where };
  }
}
