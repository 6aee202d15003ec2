/** Custom extensions of a catalog. */
import type { Endpoint } from "../endpoint.js";

export const CUSTOM_WORKFLOW_EXTENSION_ENDPOINTS: readonly Endpoint[] = [];
