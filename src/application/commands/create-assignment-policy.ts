/** Adds a policy to an access package: who may ask for it, who must approve, how long access lasts. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { checkPolicy } from "../governance/check-policy.js";
import { beingRemoved, isClosed, stillOpen } from "../governance/closing.js";
import { catalogPartition, findAccessPackage, findPolicy } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type CreateAssignmentPolicyInput = {
  readonly accessPackageId: string;
  readonly settings: PolicySettings;
};

export async function createAssignmentPolicy(
  ports: Ports,
  call: Call,
  { accessPackageId, settings }: CreateAssignmentPolicyInput,
): Promise<Outcome<Stored<AssignmentPolicy>>> {
  const found = await findAccessPackage(ports, accessPackageId);
  if (found.kind === "refused") return { ...found, target: "accessPackage/id" };
  const { catalogId } = found.value.document;
  const denied = await authorize(ports, call.caller, "managePolicies", catalogId);
  if (denied !== undefined) return denied;
  const id = newId(ports, call, "assignmentPolicy");
  const mistake = await checkPolicy(ports, call, { policyId: id, accessPackageId, catalogId }, settings);
  if (mistake !== undefined) return mistake;
  const now = ports.clock.now();
  const policy: AssignmentPolicy = {
    kind: "assignmentPolicy",
    id,
    catalogId,
    accessPackageId,
    ...settings,
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const partition = catalogPartition(catalogId);
  const result = await ports.documents.batch("governance", partition, [
    stillOpen(accessPackageId),
    { op: "create", document: policy },
    eventOperation(ports, call, {
      type: "assignmentPolicyCreated",
      partition,
      object: { type: "accessPackageAssignmentPolicy", id, displayName: policy.displayName },
      related: { catalogId, accessPackageId, assignmentPolicyId: id },
    }),
  ]);
  if (result.kind === "written") return done(writtenAs(result, partition, policy));
  if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
  // The id is taken only by the same call made before (its idempotency key): that policy is the answer.
  return findPolicy(ports, id);
}
