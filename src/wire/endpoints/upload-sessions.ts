/** Upload sessions of resources whose data somebody provides: Graph has them for access reviews, and they are not built here. */
import { getResource } from "../../application/queries/list-resources.js";
import { refused } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import { EM, READ, WRITE } from "./base.js";

const SESSIONS = `${EM}/catalogs/{catalogId}/resources/{resourceId}/uploadSessions`;

export const UPLOAD_SESSION_ENDPOINTS: readonly Endpoint[] = [
  notBuilt("GET", SESSIONS),
  notBuilt("POST", SESSIONS),
  notBuilt("GET", `${SESSIONS}/{sessionId}`),
  notBuilt("DELETE", `${SESSIONS}/{sessionId}`),
];

/** Says so only to those who may see the resource. */
function notBuilt(method: "GET" | "POST" | "DELETE", path: string): Endpoint {
  return {
    method,
    path,
    permission: method === "GET" ? READ : WRITE,
    action: "viewCatalog",
    query: [],
    statuses: [501],
    handle: async ({ ports, call, params }) => {
      const { catalogId = "", resourceId = "" } = params;
      const found = await getResource(ports, call, { catalogId, resourceId });
      return found.kind === "refused"
        ? found
        : refused(
            "NotImplemented",
            `Upload sessions are not supported. "${found.value.document.displayName}" gets its data from its origin; refresh it with POST .../refresh.`,
          );
    },
  };
}
