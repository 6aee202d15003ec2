/** Changing one object of the directory: read, edit, write if nobody else did in between. */

import type { ObjectDocument } from "../../../application/ports/directory-objects.js";
import type { Operation, Stored } from "../../../application/ports/documents.js";
import type { Ports } from "../../../application/ports/ports.js";
import { done, type Outcome, type Refusal, refused } from "../../../domain/errors.js";
import { storedObject } from "./rows.js";

/** What writing the directory needs of the outside world. */
export type DirectoryPorts = Pick<Ports, "documents" | "clock" | "ids">;

export type ObjectKind = ObjectDocument["kind"];
export type ObjectOfKind<K extends ObjectKind> = Extract<ObjectDocument, { kind: K }>;

/** How often an edit is tried again when another write came first; each turn somebody made progress. */
const ATTEMPTS = 10;

/**
 * Applies `edit` to the newest version. With `ifMatch` only that version is changed: PreconditionFailed otherwise.
 * `edit` may be called several times and must do nothing but compute. `also` is written with it.
 */
export async function change<K extends ObjectKind>(
  ports: DirectoryPorts,
  kind: K,
  id: string,
  edit: (document: ObjectOfKind<K>) => Outcome<ObjectOfKind<K>>,
  ifMatch?: string,
  also: readonly Operation[] = [],
): Promise<Outcome<Stored<ObjectOfKind<K>>>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await storedObject(ports.documents, kind, id);
    if (stored === undefined) return notFound(kind, id);
    if (ifMatch !== undefined && ifMatch !== stored.etag) {
      return refused(
        "PreconditionFailed",
        `The ${kind} ${id} has changed since the version that If-Match names. Read it again.`,
      );
    }
    const edited = edit(stored.document);
    if (edited.kind === "refused") return edited;
    const result = await ports.documents.batch("directory", id, [
      { op: "replace", document: edited.value, ifMatch: stored.etag },
      ...also,
    ]);
    if (result.kind === "written") {
      return done({ ...stored, document: edited.value, etag: result.etags.get(id) ?? stored.etag });
    }
  }
  return refused("Conflict", `The ${kind} ${id} is being changed by others all the time. Try again.`);
}

/** Creates the object, and writes `also` with it; Conflict when its id is taken. */
export async function create<K extends ObjectKind>(
  ports: DirectoryPorts,
  document: ObjectOfKind<K>,
  also: readonly Operation[] = [],
): Promise<Outcome<Stored<ObjectOfKind<K>>>> {
  const partition = document.id;
  const result = await ports.documents.batch("directory", partition, [{ op: "create", document }, ...also]);
  if (result.kind === "conflict") {
    return refused("Conflict", `The id ${partition} is taken by another object of the directory.`, "id");
  }
  return done({ partition, document, etag: result.etags.get(partition) ?? "" });
}

/** Creates a row that says two objects belong together: "added", or "already" when it was there. */
export async function addRow(
  ports: DirectoryPorts,
  partition: string,
  document: Extract<Operation, { op: "create" }>["document"],
): Promise<"added" | "already"> {
  const result = await ports.documents.batch("directory", partition, [{ op: "create", document }]);
  return result.kind === "written" ? "added" : "already";
}

/** Deletes such a row; false when it was not there. */
export async function removeRow(ports: DirectoryPorts, partition: string, id: string): Promise<boolean> {
  const result = await ports.documents.batch("directory", partition, [{ op: "delete", id }]);
  return result.kind === "written";
}

const NOUNS: { readonly [kind in ObjectKind]: string } = {
  user: "user",
  group: "group",
  servicePrincipal: "service principal",
  application: "application",
  site: "site",
  azureResource: "Azure resource",
};

export function notFound(kind: ObjectKind | "object", id: string): Refusal {
  const noun = kind === "object" ? "object" : NOUNS[kind];
  return refused("Request_ResourceNotFound", `There is no ${noun} with the id ${id} in the directory.`);
}
