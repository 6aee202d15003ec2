/** Tries a failed or partial delivery again at once. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { reprocessRequest } from "../../domain/assignment/reprocess.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { describeExclusion, exclusionOf } from "../../domain/assignment-request/separation-of-duties.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import { excludingNames, groupsThatCount } from "../access/excluding.js";
import { findRequest } from "../access/find.js";
import { commitAccess, loadAccess } from "../access/load-access.js";
import { occasionOf } from "../access/occasion.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { untilUnchanged } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export async function reprocessAssignmentRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string },
): Promise<Outcome<AssignmentRequest>> {
  const stored = await findRequest(ports, input.requestId);
  if (stored.kind === "refused") return stored;
  const { partition, document } = stored.value;
  const forbidden = await authorize(ports, call.caller, "manageRequests", document.catalogId);
  if (forbidden !== undefined) return forbidden;
  return untilUnchanged(async () => {
    const loaded = await loadAccess(ports, partition, { requestId: input.requestId });
    const request = loaded?.access.requests.find(({ id }) => id === input.requestId);
    if (loaded === undefined || request === undefined)
      return refused("ResourceNotFound", `Assignment request ${input.requestId} was not found.`);
    const excluded = await becauseExcluded(ports, loaded.access, request);
    const decision = reprocessRequest(loaded.access, request, occasionOf(ports, call), excluded);
    if (decision.kind === "refused") return decision;
    return (await commitAccess(ports, loaded, decision)) === "written" ? done(decision.request) : "changed";
  });
}

async function becauseExcluded(
  ports: Ports,
  access: SubjectAccess,
  request: AssignmentRequest,
): Promise<string | undefined> {
  const stored = await ports.documents.find<AccessPackage>(
    "governance",
    "accessPackage",
    request.accessPackageId,
  );
  if (stored === undefined) return undefined;
  const groupIds = await groupsThatCount(ports, stored.document, request.target.objectId);
  const exclusion = exclusionOf(stored.document, access, groupIds, "standingOnly");
  if (exclusion === undefined) return undefined;
  return describeExclusion(exclusion, await excludingNames(ports, stored.document, access, groupIds));
}
