/** Reminds of the end of an assignment, or ends it, when its time has come. Does nothing when it has not: the end may have been moved. */
import { attend } from "../../domain/assignment/attention.js";
import { done } from "../../domain/errors.js";
import { commitAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import type { Call } from "../call.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export async function attendAssignment(
  ports: Ports,
  call: Call,
  input: { readonly assignmentId: string; readonly subjectId: string },
): Promise<void> {
  const outcome = await untilUnchanged<null>(async () => {
    const loaded = await loadAccess(ports, input.subjectId, { assignmentId: input.assignmentId });
    const assignment = loaded?.access.assignments.find(({ id }) => id === input.assignmentId);
    if (loaded === undefined || assignment === undefined) return done(null);
    const decision = attend(loaded.access, assignment, occasionOf(ports, call));
    if (decision === undefined) return done(null);
    return (await commitAccess(ports, loaded, decision)) === "written" ? done(null) : "changed";
  });
  if (outcome.kind === "refused")
    throw new Error(`Assignment ${input.assignmentId} could not be attended to: ${outcome.message}`);
}
