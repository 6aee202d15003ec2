/** One assignment, for its holder or whoever may see the catalog's assignments. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Outcome } from "../../domain/errors.js";
import { findAssignment } from "../access/find.js";
import { mayReadAssignment } from "../access/may-read.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getAssignment(
  ports: Ports,
  call: Call,
  input: { readonly assignmentId: string },
): Promise<Outcome<Stored<Assignment>>> {
  const stored = await findAssignment(ports, input.assignmentId);
  if (stored.kind === "refused") return stored;
  return (await mayReadAssignment(ports, call, stored.value.document)) ?? stored;
}
