/** W3C trace context of a request, for the invocation it causes. */
import type { IncomingMessage } from "node:http";
import type { InvocationRequest } from "../binding-service.js";

export function traceContextOf({ headers }: IncomingMessage): InvocationRequest["traceContext"] {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== "string") return undefined;
  return typeof tracestate === "string"
    ? { traceParent: traceparent, traceState: tracestate }
    : { traceParent: traceparent };
}
