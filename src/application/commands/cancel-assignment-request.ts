/** Takes a request back before access is given; or gives up on a delivery that keeps failing. */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { cancelRequest } from "../../domain/assignment-request/cancel.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { findRequest } from "../access/find.js";
import { commitAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { isCaller } from "../access/who-calls.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

/**
 * Whoever asked may cancel, and whoever would get the access; anybody else needs a role that manages requests. Nobody cancels what takes or
 * shortens their own access when somebody else asked for it. Whoever loses to a decision is told Conflict.
 */
export async function cancelAssignmentRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string; readonly ifMatch?: string },
): Promise<Outcome<AssignmentRequest>> {
  let lost = false;
  return untilUnchanged(async () => {
    const stored = await findRequest(ports, input.requestId);
    if (stored.kind === "refused") return stored;
    const forbidden = await mayCancel(ports, call, stored.value.document);
    if (forbidden !== undefined) return forbidden;
    const loaded = await loadAccess(ports, stored.value.partition, { requestId: input.requestId });
    const request = loaded?.access.requests.find(({ id }) => id === input.requestId);
    if (loaded === undefined || request === undefined)
      return refused("ResourceNotFound", `Assignment request ${input.requestId} was not found.`);
    const stale = staleVersion(
      { etag: loaded.etags.get(request.id) ?? "" },
      lost ? undefined : input.ifMatch,
    );
    if (stale !== undefined) return stale;
    const decision = cancelRequest(loaded.access, request, occasionOf(ports, call));
    if (decision.kind === "refused") return lost ? { ...decision, code: "Conflict" } : decision;
    if ((await commitAccess(ports, loaded, decision)) === "written") return done(decision.request);
    lost = true;
    return "changed";
  });
}

async function mayCancel(ports: Ports, call: Call, request: AssignmentRequest): Promise<Refusal | undefined> {
  const { caller } = call;
  const theirs = request.requestType.endsWith("Add")
    ? [request.requestor, request.target]
    : [request.requestor];
  const own = caller.kind === "user" && (await isCaller(ports, caller, ...theirs));
  return own ? undefined : authorize(ports, caller, "manageRequests", request.catalogId);
}
