/**
 * Deleting an object of the directory: first every row elsewhere that names it, then the object with what lies in its own partition.
 * A crash in between leaves an object with fewer relations, never a relation without its object; deleting again finishes the work.
 */

import type { DeletedUserDocument, UserDocument } from "../../../application/ports/directory-objects.js";
import type { Document, Operation } from "../../../application/ports/documents.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { change, type DirectoryPorts, notFound, type ObjectKind } from "./change.js";
import { everyRow, everyStoredRow, storedObject } from "./rows.js";

/** Where other partitions name an object, by kind and index path. */
const REFERENCES = [
  ["membership", "memberId"],
  ["ownership", "ownerId"],
  ["appRoleAssignment", "principalId"],
  ["sitePermission", "principalId"],
  ["eligibility", "principalId"],
  ["azureRoleAssignment", "principalId"],
] as const;

/** Of a batch (Documents port). */
const OPERATIONS_MAX = 100;

export async function deleteObject(
  ports: DirectoryPorts,
  kind: ObjectKind,
  id: string,
  ifMatch?: string,
): Promise<Outcome<undefined>> {
  const stored = await storedObject(ports.documents, kind, id);
  if (stored === undefined) return notFound(kind, id);
  if (ifMatch !== undefined && ifMatch !== stored.etag) {
    return refused(
      "PreconditionFailed",
      `The ${kind} ${id} has changed since the version that If-Match names.`,
    );
  }
  for (const [row, path] of REFERENCES) {
    const rows = await everyStoredRow<Document>(ports.documents, row, {
      filter: { op: "eq", path, value: id },
    });
    await Promise.all(
      rows.map((item) =>
        ports.documents.batch("directory", item.partition, [{ op: "delete", id: item.document.id }]),
      ),
    );
  }
  if (kind === "user") await forgetPerson(ports, id);

  const own = await ports.documents.partition("directory", id);
  const operations: Operation[] = own
    .filter((item) => item.document.id !== id)
    .map((item) => ({ op: "delete", id: item.document.id }));
  const last: Operation =
    kind === "user" ? { op: "put", document: tombstone(ports, id) } : { op: "delete", id };
  while (operations.length >= OPERATIONS_MAX) {
    await ports.documents.batch("directory", id, operations.splice(0, OPERATIONS_MAX));
  }
  await ports.documents.batch("directory", id, [...operations, last]);
  return done(undefined);
}

/** Takes the person out of the users whom they manage or sponsor. */
async function forgetPerson(ports: DirectoryPorts, id: string): Promise<void> {
  const named = await everyRow<UserDocument>(ports.documents, "user", {
    filter: {
      op: "or",
      filters: [
        { op: "eq", path: "managerId", value: id },
        { op: "has", path: "sponsorIds", values: [id] },
      ],
    },
  });
  await Promise.all(
    named.map((user) =>
      change(ports, "user", user.id, (newest) =>
        done({
          ...newest,
          managerId: newest.managerId === id ? null : newest.managerId,
          sponsorIds: newest.sponsorIds.filter((sponsor) => sponsor !== id),
          modifiedDateTime: ports.clock.now(),
        }),
      ),
    ),
  );
}

function tombstone(ports: DirectoryPorts, id: string): DeletedUserDocument {
  return { kind: "deletedUser", id, deletedDateTime: ports.clock.now() };
}
