/** Connected organizations and their sponsors. */
import type { Endpoint } from "../endpoint.js";

export const CONNECTED_ORGANIZATION_ENDPOINTS: readonly Endpoint[] = [];
