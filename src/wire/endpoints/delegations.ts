/** Delegation of approvals. */
import type { Endpoint } from "../endpoint.js";

export const DELEGATION_ENDPOINTS: readonly Endpoint[] = [];
