/** Graph's error envelope for what the server refuses before any function sees the request. */
import { type Refusal, refused } from "../domain/errors.js";
import { type ProblemFacts, problemBody } from "./problem.js";
import { TOO_LARGE } from "./read-body.js";

const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [400, refused("BadRequest", "The request is not HTTP that can be read.")],
  [
    404,
    refused(
      "UnknownError",
      "No HTTP resource was found that matches the request URI and method. The API's addresses begin with /v1.0 or /beta.",
    ),
  ],
  [413, TOO_LARGE],
  [429, refused("TooManyRequests", "The server has as many requests as it can take. Try again in a moment.")],
  [
    431,
    refused(
      "RequestHeaderFieldsTooLarge",
      "The address and the headers together are larger than 32 KiB. A token of somebody in very many groups may be the cause.",
    ),
  ],
]);

/** The body for this status as JSON; undefined where there is nothing to say. */
export function hostFailureBody(status: number, facts: ProblemFacts): string | undefined {
  const refusal = REFUSALS.get(status);
  return refusal === undefined ? undefined : problemBody(refusal, facts);
}
