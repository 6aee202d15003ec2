/** One request of the app on its way: what routing has found out about it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RegisteredFunction } from "../binding-service.js";
import type { HeaderPairs } from "./http-response.js";
import type { RequestTarget } from "./request-target.js";
import type { RouteMatch } from "./route-table.js";

export type Scheme = "http" | "https";

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly scheme: Scheme;
  readonly target: RequestTarget;
  readonly match: RouteMatch<RegisteredFunction>;
  /** Headers of every response. */
  readonly always: HeaderPairs;
};
