/** Why is a request in its state, and what happens next? For whoever may read the request. */

import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { approversNow } from "../../domain/approval/approvers.js";
import { isEscalationDue } from "../../domain/approval/escalation.js";
import { excludedApprovers } from "../../domain/assignment-request/approval-steps.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome } from "../../domain/errors.js";
import {
  explainRequest,
  openStage,
  type RequestExplanation,
} from "../../domain/explanation/explain-request.js";
import { approvalsAsSeen } from "../access/approval-view.js";
import { resolveApprovers } from "../access/resolve-approvers.js";
import { ledgerOf } from "../access/what-counts.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import { getAssignmentRequest } from "./get-assignment-request.js";

export async function explainAssignmentRequest(
  ports: Ports,
  call: Call,
  input: { readonly requestId: string },
): Promise<Outcome<RequestExplanation>> {
  const stored = await getAssignmentRequest(ports, call, input);
  if (stored.kind === "refused") return stored;
  const request = stored.value.document;
  const [seen = stored.value] = await approvalsAsSeen(ports, call, [stored.value]);
  const [deciderIds, grants, accessPackage] = await Promise.all([
    decidersOf(ports, request),
    ledgerOf(ports.documents, request.target.id),
    ports.documents.find<AccessPackage>("governance", "accessPackage", request.accessPackageId),
  ]);
  const users = await ports.directory.users(deciderIds);
  return done(
    explainRequest({
      request: seen.document,
      packageName: accessPackage?.document.displayName ?? null,
      grants: grants.map(({ document }) => document),
      deciderIds,
      areApproversShown: areShown(request, seen.document),
      names: new Map([...users].map(([id, { displayName }]) => [id, displayName])),
    }),
  );
}

/** Looked up now, as at the moment of a decision: delegates too. */
async function decidersOf(ports: Ports, request: AssignmentRequest): Promise<readonly string[]> {
  const open = openStage(request);
  if (open === undefined) return [];
  const { stage } = open;
  const resolved = await resolveApprovers(ports, stage.settings, request);
  const isEscalated = stage.escalatedDateTime !== null || isEscalationDue(stage, ports.clock.now());
  const { primary, escalation, delegates } = approversNow(resolved, excludedApprovers(request), isEscalated);
  return [...new Set([...primary, ...escalation, ...delegates.map(({ delegateId }) => delegateId)])];
}

/** The view leaves names out of the stages that hide them. */
function areShown(request: AssignmentRequest, seen: AssignmentRequest): boolean {
  const index = openStage(request)?.index ?? 0;
  return request.approval?.stages[index] === seen.approval?.stages[index];
}
