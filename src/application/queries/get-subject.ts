/** A subject by its id or by its directory object; people who have never asked for access have one too. */
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import { findPerson, keptSubject } from "../access/people.js";
import { isCaller } from "../access/who-calls.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function getSubject(
  ports: Ports,
  call: Call,
  input: { readonly subjectId: string } | { readonly objectId: string },
): Promise<Outcome<Subject>> {
  const subject =
    "objectId" in input ? await byObject(ports, input.objectId) : await keptSubject(ports, input.subjectId);
  const { caller } = call;
  const own = caller.kind === "user" && subject !== undefined && (await isCaller(ports, caller, subject));
  const forbidden = own ? undefined : await authorize(ports, call.caller, "viewAssignments", null);
  if (forbidden !== undefined) return forbidden;
  return subject === undefined
    ? refused("ResourceNotFound", "The resource was not found: there is no such subject.")
    : done(subject);
}

async function byObject(ports: Ports, objectId: string): Promise<Subject | undefined> {
  // The directory has no past: then only what was stored.
  const person = ports.present === undefined ? await findPerson(ports, objectId) : undefined;
  return person?.subject ?? keptSubject(ports, ports.ids.derive("subject", objectId));
}
