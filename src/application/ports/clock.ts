/** The one source of time. Nothing else in the product may ask what time it is. */
import type { Instant } from "../../domain/time/instant.js";

export type Clock = {
  /** The present instant. Never goes backwards between two calls in one process. */
  now(): Instant;
};
