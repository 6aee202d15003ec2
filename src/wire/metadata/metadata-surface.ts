/** `GET /$metadata` and the service document at the version's root: made once from the endpoint table, the same for everybody, so no token is needed. */
import { createHash } from "node:crypto";
import type { Endpoint } from "../endpoint.js";
import { matchesNoneOf } from "../etag.js";
import type { HttpRequest, HttpResponse } from "../http.js";
import { CONTENT_TYPE, type Replies } from "../replies.js";
import { writeCsdl } from "./csdl.js";
import { type Model, modelOf } from "./model.js";

export type Metadata = {
  /** `root`: what addresses begin with, `https://host/v1.0`. */
  metadata(request: HttpRequest, replies: Replies): HttpResponse;
  serviceDocument(request: HttpRequest, replies: Replies, root: string): HttpResponse;
};

/** `propertyTypes`: see entity-facts.ts. */
export function metadataOf(
  endpoints: readonly Endpoint[],
  propertyTypes?: Readonly<Record<string, string>>,
): Metadata {
  let model: Model | undefined;
  let csdl: string | undefined;
  const known = () => (model ??= modelOf(endpoints, propertyTypes));
  return {
    metadata: (request, replies) => {
      csdl ??= writeCsdl(known());
      return unchanging(request, replies, "application/xml", csdl);
    },
    serviceDocument: (request, replies, root) => {
      const { entitySets, singletons } = known();
      const value = [
        ...[...entitySets.keys()].map((name) => ({ name, kind: "EntitySet", url: name })),
        ...[...singletons.keys()].map((name) => ({ name, kind: "Singleton", url: name })),
      ];
      const text = JSON.stringify({ "@odata.context": `${root}/$metadata`, value });
      return unchanging(request, replies, CONTENT_TYPE, text);
    },
  };
}

function unchanging(request: HttpRequest, replies: Replies, type: string, body: string): HttpResponse {
  const tag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = {
    ...replies.headers(),
    "Content-Type": type,
    "Cache-Control": "public, no-cache",
    ETag: tag,
  };
  const had = request.header("if-none-match");
  return had !== undefined && matchesNoneOf(had, tag)
    ? { status: 304, headers }
    : { status: 200, headers, body };
}
