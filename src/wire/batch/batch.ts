/**
 * `POST /$batch`: up to 20 requests in one body, each authorized with the batch's own token and answered as it would have been alone,
 * with a request-id, ETag and Location of its own.
 */
import { createHash } from "node:crypto";
import { refused } from "../../domain/errors.js";
import type { HttpRequest, HttpResponse } from "../http.js";
import { parseBody, readBytes } from "../read-body.js";
import { CONTENT_TYPE, repliesTo } from "../replies.js";
import type { ReportBug, Surface, SurfaceOptions } from "../surface.js";
import { type BatchRequest, type BatchResponse, readBatch } from "./read-batch.js";
import { runBatch } from "./run-batch.js";

export type BatchOptions = Pick<SurfaceOptions, "ports" | "authenticate"> & {
  /** The versions that addresses of inner requests may begin with. */
  readonly bases: readonly string[];
};

/** `base`: the version that the batch was sent to. `inner` answers the requests. */
export async function answerBatch(
  { ports, authenticate, bases }: BatchOptions,
  request: HttpRequest,
  base: string,
  inner: Surface,
  reportBug: ReportBug,
): Promise<HttpResponse> {
  const replies = repliesTo(request, ports);
  const authenticated = await authenticate(request.header("authorization"));
  if (authenticated.kind === "unauthenticated")
    return replies.problem(refused("InvalidAuthenticationToken", authenticated.message), {
      "WWW-Authenticate": 'Bearer realm="", error="invalid_token"',
    });
  const bytes = await readBytes(request);
  if (bytes.kind === "refused") return replies.problem(bytes);
  const parsed = parseBody(bytes.value, request.header("content-type"));
  if (parsed.kind === "refused") return replies.problem(parsed);
  const steps = readBatch(parsed.value, base, bases);
  if (steps.kind === "refused") return replies.problem(steps);
  const responses = await runBatch(
    steps.value,
    async (step) => asBatchResponse(step.id, await inner.handle(innerRequest(step, request), reportBug)),
    (step, failed) =>
      asBatchResponse(
        step.id,
        repliesTo(innerRequest(step, request), ports).problem(
          refused("FailedDependency", `Not run: request "${failed}", on which it depends, has failed.`),
        ),
      ),
  );
  return {
    status: 200,
    headers: { ...replies.headers(), "Content-Type": CONTENT_TYPE },
    body: JSON.stringify({ responses }),
  };
}

/** Of the outer request it has the token and the host; everything else is its own. */
function innerRequest(step: BatchRequest, outer: HttpRequest): HttpRequest {
  const key = step.headers.get("idempotency-key") ?? derivedKey(outer.header("idempotency-key"), step.id);
  const body = new TextEncoder().encode(step.body ?? "");
  return {
    method: step.method,
    url: `${originOf(outer.url)}${step.url}`,
    header: (name) => {
      const folded = name.toLowerCase();
      if (folded === "authorization" || folded === "host") return outer.header(folded);
      if (folded === "idempotency-key") return key;
      return folded === "content-length" ? String(body.byteLength) : step.headers.get(folded);
    },
    body: async () => body,
  };
}

/** A batch that is sent again with its key must do nothing twice: each request has a key made of the batch's and its id. */
function derivedKey(outer: string | undefined, id: string): string | undefined {
  return outer === undefined
    ? undefined
    : `batch-${createHash("sha256").update(`${outer}\n${id}`).digest("hex")}`;
}

function originOf(url: string): string {
  const slash = url.indexOf("/", url.indexOf("://") + 3);
  return slash < 0 ? url : url.slice(0, slash);
}

function asBatchResponse(id: string, { status, headers, body }: HttpResponse): BatchResponse {
  if (body === undefined) return { id, status, headers };
  const isJson = (headers["Content-Type"] ?? "").startsWith("application/json");
  // Texts stay texts (OData 4.01 JSON format, 19.3); what the surface writes is either of the two.
  return { id, status, headers, body: isJson ? JSON.parse(body) : body };
}
