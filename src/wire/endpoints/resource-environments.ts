/** Resource environments: geographies of SharePoint. */
import {
  getResourceEnvironment,
  listResourceEnvironments,
} from "../../application/queries/list-resource-environments.js";
import { done, refused } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import type { Expression } from "../odata/expression.js";
import { resourceEnvironmentType } from "../resource-types.js";
import { asItem, get, itemOf, smallList } from "../rows.js";
import { EM, READ } from "./base.js";

const ENVIRONMENTS = `${EM}/resourceEnvironments`;

export const RESOURCE_ENVIRONMENT_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: ENVIRONMENTS,
    permission: READ,
    action: "viewCatalog",
    type: resourceEnvironmentType,
    all: async ({ ports, call, options }) => {
      if (options.filter === undefined || !asksForSharePoint(options.filter))
        return refused(
          "BadRequest",
          "Resource environments are listed for one origin: add $filter=originSystem eq 'SharePointOnline'.",
          "$filter",
        );
      const all = await listResourceEnvironments(ports, call);
      return all.kind === "refused" ? all : done(all.value.map(itemOf));
    },
  }),
  get({
    path: `${ENVIRONMENTS}/{environmentId}`,
    permission: READ,
    action: "viewCatalog",
    type: resourceEnvironmentType,
    find: ({ ports, call, params }) =>
      asItem(getResourceEnvironment(ports, call, { environmentId: params["environmentId"] ?? "" })),
  }),
];

/** Graph answers nothing else; what more the filter says is looked at afterwards. */
function asksForSharePoint(filter: Expression): boolean {
  if (filter.kind === "and") return filter.operands.some(asksForSharePoint);
  if (filter.kind !== "compare" || filter.operator !== "eq") return false;
  const { left, right } = filter;
  return (
    left.kind === "path" &&
    left.segments.join("/").toLowerCase() === "originsystem" &&
    right.kind === "literal" &&
    String(right.value).toLowerCase() === "sharepointonline"
  );
}
