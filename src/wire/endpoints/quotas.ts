/** Limits, and how much of each is used. */
import type { Endpoint } from "../endpoint.js";

export const QUOTA_ENDPOINTS: readonly Endpoint[] = [];
