/** The Graph-compatible API: every address below /v1.0 and /beta goes to the endpoint table in src/wire. */
import { createGraphSurface, GRAPH_BASES } from "../../src/wire/graph-surface.js";
import { serve } from "./surface-function.js";

serve("graph", GRAPH_BASES, createGraphSurface);
