/** Settings of the tenant: external users, and what end users see. */
import type { Endpoint } from "../endpoint.js";

export const SETTINGS_ENDPOINTS: readonly Endpoint[] = [];
