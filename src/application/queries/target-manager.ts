/** The option `targetManager` of filterByCurrentUser: what belongs to the people whom the caller manages. */
import { type Refusal, refused } from "../../domain/errors.js";

export function targetManagerNotBuilt(): Refusal {
  return refused(
    "NotImplemented",
    "targetManager is not built here: the directory is asked for somebody's manager, not for the people somebody manages.",
  );
}
