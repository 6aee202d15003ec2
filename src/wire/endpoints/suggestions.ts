/** What the caller may want to ask for: suggestions and available packages. */
import type { Endpoint } from "../endpoint.js";

export const SUGGESTION_ENDPOINTS: readonly Endpoint[] = [];
