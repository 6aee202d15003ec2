/** The condition that a request or an assignment names the caller. */
import type { Me } from "../access/who-calls.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** A condition that nothing meets. */
export const NOTHING: Filter = { op: "or", filters: [] };

/** By the directory object, and by the subject where that does not follow from the object: what came before the directory had them has no object. */
export function isMine(
  { ids }: Pick<Ports, "ids">,
  { objectId, subjectId }: Me,
  who: "target" | "requestor",
): Filter {
  const bySubject: Filter = { op: "eq", path: `${who}/id`, value: subjectId };
  if (objectId === null) return bySubject;
  const byObject: Filter = { op: "eq", path: `${who}/objectId`, value: objectId };
  return subjectId === ids.derive("subject", objectId)
    ? byObject
    : { op: "or", filters: [byObject, bySubject] };
}
