/** The endpoint table: everything the HTTP surface answers below /v1.0 and /beta. */
import type { Endpoint } from "./endpoint.js";

export const ENDPOINTS: readonly Endpoint[] = [];
