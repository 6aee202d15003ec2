/** What all answers to one request have in common: its id, the date, who may keep them, and the form of a failure. */
import type { Ports } from "../application/ports/ports.js";
import type { Refusal } from "../domain/errors.js";
import type { HttpRequest, HttpResponse } from "./http.js";
import { problemBody, STATUS_OF } from "./problem.js";

export const CONTENT_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

export type Replies = {
  /** Leads to the request in the log. */
  readonly requestId: string;
  /** A new object at each call, to be added to. */
  headers(): Record<string, string>;
  problem(refusal: Refusal, extra?: Readonly<Record<string, string>>): HttpResponse;
};

/** What a client may call its request: its own id, not a way to write into our logs. */
const CLIENT_REQUEST_ID = /^[\w.:-]{1,64}$/;
/** For answers that say "come back": seconds. */
const RETRY_AFTER_SECONDS = "1";

export function repliesTo(request: HttpRequest, { ids, clock }: Pick<Ports, "ids" | "clock">): Replies {
  const requestId = ids.next();
  const told = request.header("client-request-id");
  const clientRequestId = told !== undefined && CLIENT_REQUEST_ID.test(told) ? told : undefined;
  const headers = () => {
    const written: Record<string, string> = {
      "request-id": requestId,
      Date: httpDate(clock.now()),
      "OData-Version": "4.0",
      // Answers are for their caller alone, and an ETag is worth asking about.
      "Cache-Control": "private, no-cache",
    };
    if (clientRequestId !== undefined) written["client-request-id"] = clientRequestId;
    return written;
  };
  return {
    requestId,
    headers,
    problem(refusal, extra = {}) {
      const status = STATUS_OF[refusal.code];
      const all: Record<string, string> = { ...headers(), "Content-Type": CONTENT_TYPE, ...extra };
      if (status === 429 || status === 503) all["Retry-After"] = RETRY_AFTER_SECONDS;
      const facts = { now: clock.now(), requestId, clientRequestId: clientRequestId ?? requestId };
      return { status, headers: all, body: problemBody(refusal, facts) };
    },
  };
}

let datedSecond = "";
let dateText = "";

/** RFC 9110; formatted once a second, since every answer has it. */
function httpDate(now: string): string {
  const second = now.slice(0, 19);
  if (second !== datedSecond) {
    datedSecond = second;
    dateText = new Date(`${second}Z`).toUTCString();
  }
  return dateText;
}
