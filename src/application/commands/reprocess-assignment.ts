/** Proves every role of an assignment in the target system again, and gives what is missing. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { reprocessAssignment as decide } from "../../domain/assignment/reprocess.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { findAssignment } from "../access/find.js";
import { commitAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export async function reprocessAssignment(
  ports: Ports,
  call: Call,
  input: { readonly assignmentId: string },
): Promise<Outcome<Assignment>> {
  const stored = await findAssignment(ports, input.assignmentId);
  if (stored.kind === "refused") return stored;
  const { partition, document } = stored.value;
  const forbidden = await authorize(ports, call.caller, "manageRequests", document.catalogId);
  if (forbidden !== undefined) return forbidden;
  return untilUnchanged(async () => {
    const loaded = await loadAccess(ports, partition, { assignmentId: input.assignmentId });
    const assignment = loaded?.access.assignments.find(({ id }) => id === input.assignmentId);
    if (loaded === undefined || assignment === undefined)
      return refused("ResourceNotFound", `Assignment ${input.assignmentId} was not found.`);
    const decision = decide(loaded.access, assignment, occasionOf(ports, call));
    if (decision.kind === "refused") return decision;
    return (await commitAccess(ports, loaded, decision)) === "written"
      ? done(decision.assignment)
      : "changed";
  });
}
