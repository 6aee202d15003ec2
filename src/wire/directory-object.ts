/** Finds out what a directory object id belongs to. */
import type { Ports } from "../application/ports/ports.js";
import type { DirectoryObject } from "./shapes/directory-object.js";

export async function readDirectoryObject(ports: Ports, id: string): Promise<DirectoryObject | undefined> {
  const { directory } = ports;
  const user = await directory.user(id);
  if (user !== undefined) return { kind: "user", id, user };
  const group = await directory.group(id);
  if (group !== undefined) return { kind: "group", id, group };
  const servicePrincipal = await directory.servicePrincipal(id);
  return servicePrincipal === undefined ? undefined : { kind: "servicePrincipal", id, servicePrincipal };
}
