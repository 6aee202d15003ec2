/** Why does this person have this access, and what will happen to it? For whoever may read the assignment. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import {
  type AssignmentExplanation,
  explainAssignment as explain,
} from "../../domain/explanation/explain-assignment.js";
import type { SubjectAccess } from "../../domain/subject/subject-access.js";
import { approvalsAsSeen } from "../access/approval-view.js";
import { loadAccess } from "../access/load-access.js";
import { isCaller } from "../access/who-calls.js";
import { catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import { findPolicy } from "../governance/find.js";
import type { Ports } from "../ports/ports.js";
import { getAssignment } from "./get-assignment.js";

export async function explainAssignment(
  ports: Ports,
  call: Call,
  input: { readonly assignmentId: string },
): Promise<Outcome<AssignmentExplanation>> {
  const stored = await getAssignment(ports, call, input);
  if (stored.kind === "refused") return stored;
  const { document: assignment, partition } = stored.value;
  const [loaded, made] = await Promise.all([
    loadAccess(ports, partition, { assignmentId: assignment.id }),
    ports.documents.get<AssignmentRequest>("access", partition, assignment.requestId),
  ]);
  if (loaded === undefined) return refused("ResourceNotFound", `Assignment ${assignment.id} was not found.`);
  const [seen] = made === undefined ? [] : await approvalsAsSeen(ports, call, [made]);
  const access = await asSeen(ports, call, loaded.access, assignment);
  const packageIds = new Set(access.assignments.map(({ accessPackageId }) => accessPackageId));
  const names = new Map<string, string>();
  const [policy, ...packages] = await Promise.all([
    findPolicy(ports, assignment.assignmentPolicyId),
    ...[...packageIds].map((id) => ports.documents.find<AccessPackage>("governance", "accessPackage", id)),
  ]);
  for (const found of packages)
    if (found !== undefined) names.set(found.document.id, found.document.displayName);
  if (policy.kind === "done") names.set(assignment.assignmentPolicyId, policy.value.document.displayName);
  return done(explain({ assignment, request: seen?.document, access, names }));
}

/** Whoever sees the assignments of one catalog learns nothing of what the person has in others, but that a role stays. */
async function asSeen(
  ports: Ports,
  { caller }: Call,
  access: SubjectAccess,
  { id, target }: Assignment,
): Promise<SubjectAccess> {
  if (caller.kind === "user" && (await isCaller(ports, caller, target))) return access;
  const where = await catalogsWhere(ports, caller, "viewAssignments");
  if (where === "all") return access;
  const seen = access.assignments.filter((one) => one.id === id || where.includes(one.catalogId));
  return { ...access, assignments: seen };
}
