/** Approvals as the caller may see them: whoever only asked for the access sees the approvers' names where the stage or the tenant shows them. */
import { asRequestorsSee } from "../../domain/approval/visibility.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { subjectOfCaller } from "./who-calls.js";

/** Approvers, and whoever sees the assignments of the catalog, see everything. */
export async function approvalsAsSeen(
  ports: Ports,
  call: Call,
  requests: readonly Stored<AssignmentRequest>[],
): Promise<readonly Stored<AssignmentRequest>[]> {
  const { caller } = call;
  if (caller.kind !== "user") return requests;
  const me = await subjectOfCaller(ports, caller);
  if (me.kind === "refused") return [];
  const objectId = me.value.objectId ?? "";
  const isApprover = (request: AssignmentRequest) => request.approverIds.includes(objectId);
  if (requests.every(({ document }) => isApprover(document))) return requests;
  const [where, settings, user] = await Promise.all([
    catalogsWhere(ports, caller, "viewAssignments"),
    loadTenantSettings(ports),
    ports.directory.user(objectId),
  ]);
  if (where === "all") return requests;
  const areShownByDefault = settings.endUser.showApproverDetailsToMembers && user?.userType === "Member";
  return requests.map((stored) => {
    const { document } = stored;
    const { approval } = document;
    if (approval === null || isApprover(document) || where.includes(document.catalogId)) return stored;
    return { ...stored, document: { ...document, approval: asRequestorsSee(approval, areShownByDefault) } };
  });
}
