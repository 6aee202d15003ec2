/** A subject by its id or by its directory object; people who have never asked for access have one too. */

import type { Outcome } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function getSubject(
  _ports: Ports,
  _call: Call,
  _input: { readonly subjectId: string } | { readonly objectId: string },
): Promise<Outcome<Subject>> {
  throw new Error("getSubject: body follows");
}
