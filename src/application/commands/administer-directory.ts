/** Changes the directory, where the product keeps it itself and the caller may; and tells what depends on it to look again. */
import { type Outcome, refused } from "../../domain/errors.js";
import { directoryChanged, notingChanges } from "../access/directory-changes.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { DirectoryAdministration } from "../ports/directory-administration.js";
import type { Ports } from "../ports/ports.js";

export async function administerDirectory<T>(
  ports: Ports,
  call: Call,
  run: (administration: DirectoryAdministration) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const denied = await authorize(ports, call.caller, "writeDirectory", null);
  if (denied !== undefined) return denied;
  if (ports.directoryAdministration === undefined)
    return refused("NotImplemented", "The directory is not kept here: change it in Microsoft Entra ID.");
  const changed = new Set<string>();
  const outcome = await run(notingChanges(ports, ports.directoryAdministration, changed));
  // Also after a refusal: of several steps the first may have been taken.
  if (changed.size > 0) await hint(ports, call, [...changed]);
  return outcome;
}

async function hint(ports: Ports, call: Call, ids: readonly string[]): Promise<void> {
  try {
    await ports.eventBus.publish([directoryChanged(ports, call, ids)]);
  } catch {
    // The change is made, and the caller must hear so. The repair timer finds what depended on it.
  }
}
