/** The Graph-compatible API: every address below /v1.0 and /beta goes to the endpoint table in src/wire. */
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { serve } from "./surface-function.js";

serve("graph", ["/v1.0", "/beta"], ENDPOINTS);
