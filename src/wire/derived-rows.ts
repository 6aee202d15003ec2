/** Addresses that follow from those of the table, by OData's own rules: the number of a list's objects, and references to them. */
import { done } from "../domain/errors.js";
import type { Endpoint, EndpointCall } from "./endpoint.js";
import { EM } from "./endpoints/base.js";
import type { JsonObject } from "./json-object.js";
import { NO_OPTIONS } from "./odata/query-options.js";

/** The rows that `endpoints` imply and do not have. */
export function derivedRows(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const lists = endpoints.filter(({ method, query }) => method === "GET" && query.includes("$count"));
  const referred = new Set(endpoints.filter(({ method }) => method === "POST").map(({ path }) => path));
  return [
    ...lists.map(countOf),
    ...lists.filter(({ path }) => referred.has(`${path}/$ref`)).map(referencesOf),
  ];
}

/** `GET .../$count`: how many objects there are that match, as plain text. */
function countOf(list: Endpoint): Endpoint {
  return {
    ...list,
    path: `${list.path}/$count`,
    query: list.query.filter((option) => option === "$filter" || option === "$search"),
    handle: async (call) => {
      const counted = await list.handle({ ...call, options: { ...call.options, count: true, top: 1 } });
      if (counted.kind === "refused" || counted.value.kind !== "collection") return counted;
      return done({ kind: "text", value: String(counted.value.count ?? 0) });
    },
  };
}

/** `GET .../$ref`: where the objects of a list are, instead of what they are. */
function referencesOf(list: Endpoint): Endpoint {
  return {
    ...list,
    path: `${list.path}/$ref`,
    query: list.query.filter((option) => option === "$top" || option === "$skiptoken" || option === "$count"),
    handle: async (call) => {
      const { top, skip, skipToken, count } = call.options;
      const listed = await list.handle({ ...call, options: { ...NO_OPTIONS, top, skip, skipToken, count } });
      if (listed.kind === "refused" || listed.value.kind !== "collection") return listed;
      const value = listed.value.value.map((object) => ({ "@odata.id": addressOf(object, list, call) }));
      return done({ ...listed.value, value, context: "Collection($ref)" });
    },
  };
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  "#microsoft.graph.user": "/users",
  "#microsoft.graph.group": "/groups",
  "#microsoft.graph.servicePrincipal": "/servicePrincipals",
};

function addressOf(object: JsonObject, { path }: Endpoint, { serviceRoot }: EndpointCall): string {
  const { id, "@odata.type": type } = object;
  const fallback = path.endsWith("AccessPackages") ? `${EM}/accessPackages` : "/directoryObjects";
  const collection = typeof type === "string" ? (COLLECTIONS[type] ?? fallback) : fallback;
  return `${serviceRoot}${collection}/${typeof id === "string" ? id : ""}`;
}
