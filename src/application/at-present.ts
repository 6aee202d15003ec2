/** Who may do what is decided by the roles of today, also when a past instant is read. */
import type { Ports } from "./ports/ports.js";

/** The same ports on the documents as they are now. */
export function atPresent(ports: Ports): Ports {
  return ports.present === undefined ? ports : { ...ports, documents: ports.present };
}
