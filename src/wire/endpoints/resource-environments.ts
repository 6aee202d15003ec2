/** Resource environments: geographies of SharePoint. */
import type { Endpoint } from "../endpoint.js";

export const RESOURCE_ENVIRONMENT_ENDPOINTS: readonly Endpoint[] = [];
