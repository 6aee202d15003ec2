/** What the portal needs and Graph has not: every address below /portal/v1. */
import { PORTAL_ENDPOINTS } from "../../src/wire/portal/endpoints.js";
import { serve } from "./surface-function.js";

serve("portal-api", ["/portal/v1"], PORTAL_ENDPOINTS);
