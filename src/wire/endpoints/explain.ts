/** Why may somebody, or may not: the evaluated rules in order. */
import type { Endpoint } from "../endpoint.js";

export const EXPLAIN_ENDPOINTS: readonly Endpoint[] = [];
