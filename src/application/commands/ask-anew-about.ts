/** Asks about the open stage of one request whoever has to decide it now. Does nothing when that is who was asked before. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import { askAnew, openStageOf } from "../../domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { commitRequest } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { resolveApprovers, type SameForAll } from "../access/resolve-approvers.js";
import type { Call } from "../call.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Lost races before it is left to the winner: whoever writes the request resolves its approvers as well, or has closed it. */
const ATTEMPTS_MAX = 5;

/** Gives true when other people are asked now. `delegations`: those in effect, where the caller has read them already. `sameForAll`: as for resolveApprovers. */
export async function askAnewAbout(
  ports: Ports,
  call: Call,
  found: Stored<AssignmentRequest>,
  delegations?: readonly ApprovalDelegation[],
  sameForAll?: SameForAll,
): Promise<boolean> {
  let stored: Stored<AssignmentRequest> | undefined = found;
  for (let attempt = 0; stored !== undefined && attempt < ATTEMPTS_MAX; attempt++) {
    const request: AssignmentRequest = stored.document;
    const open = openStageOf(request);
    if (open === undefined) return false;
    const resolved = await resolveApprovers(ports, open.stage.settings, request, delegations, sameForAll);
    const decision = askAnew(request, resolved, occasionOf(ports, call));
    if (decision === undefined) return false;
    if ((await commitRequest(ports, stored, decision)) !== "changed") return true;
    stored = await ports.documents.get<AssignmentRequest>("access", stored.partition, request.id);
  }
  return false;
}
