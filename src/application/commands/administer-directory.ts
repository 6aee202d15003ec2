/** Changes the directory, where the product keeps it itself and the caller may. */
import { type Outcome, refused } from "../../domain/errors.js";
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
  return ports.directoryAdministration === undefined
    ? refused("NotImplemented", "The directory is not kept here: change it in Microsoft Entra ID.")
    : run(ports.directoryAdministration);
}
