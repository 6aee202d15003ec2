/** Lists and single objects of the directory, where the product keeps it itself and the caller may read it. */
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { ObjectDocument } from "../ports/directory-objects.js";
import type { Document, Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

type Kind = ObjectDocument["kind"];
type OfKind<K extends Kind> = Extract<ObjectDocument, { kind: K }>;

/** Objects, or rows that relate objects. `partition`: only those of one object. */
export async function listDirectory<D extends Document>(
  ports: Ports,
  call: Call,
  source: { readonly kind: string; readonly partition?: string; readonly narrowing?: Filter },
  query: ListQuery,
): Promise<Outcome<ListPage<D>>> {
  const refusal = await mayRead(ports, call);
  if (refusal !== undefined) return refusal;
  const { narrowing, ...where } = source;
  return done(await readList<D>(ports, { container: "directory", ...where }, query, narrowing));
}

export async function getDirectoryObject<K extends Kind>(
  ports: Ports,
  call: Call,
  kind: K,
  id: string,
): Promise<Outcome<Stored<OfKind<K>>>> {
  const refusal = await mayRead(ports, call);
  if (refusal !== undefined) return refusal;
  const found = await ports.documents.get<OfKind<K>>("directory", id, id);
  return found?.document.kind === kind ? done(found) : missing(id);
}

/** The object of the kind whose index path has the value: a user by userPrincipalName, a service principal by appId. */
export async function findDirectoryObject<K extends Kind>(
  ports: Ports,
  call: Call,
  kind: K,
  path: string,
  value: string,
): Promise<Outcome<Stored<OfKind<K>>>> {
  const filter: Filter = { op: "eq", path, value };
  const page = await listDirectory<OfKind<K>>(
    ports,
    call,
    { kind, narrowing: filter },
    { top: 1, count: false },
  );
  if (page.kind === "refused") return page;
  const [found] = page.value.items;
  return found === undefined ? missing(value) : done(found);
}

/** Undefined when the caller may read the directory and there is one to read. */
export async function mayRead(ports: Ports, call: Call): Promise<Refusal | undefined> {
  const denied = await authorize(ports, call.caller, "readDirectory", null);
  if (denied !== undefined) return denied;
  return ports.directoryAdministration === undefined
    ? refused("NotImplemented", "The directory is not kept here: read it from Microsoft Graph.")
    : undefined;
}

function missing(what: string): Refusal {
  return refused(
    "Request_ResourceNotFound",
    `Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
