/** What the portal needs and Graph has not: every address below /portal/v1. */
import { PORTAL_ENDPOINTS } from "../../src/wire/portal/endpoints.js";
import { createSurface } from "../../src/wire/surface.js";
import { serve } from "./surface-function.js";

const BASES = ["/portal/v1"];

serve("portal-api", BASES, (composition) =>
  createSurface({ bases: BASES, endpoints: PORTAL_ENDPOINTS, ...composition }),
);
