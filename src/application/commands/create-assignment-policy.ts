/** Adds a policy to an access package: who may ask for it, who must approve, how long access lasts. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import {
  automaticPlaceChange,
  automaticPlaceId,
  automaticPlaceTaken,
} from "../governance/automatic-place.js";
import { checkPolicy } from "../governance/check-policy.js";
import { beingRemoved, isClosed, notClosing, stillThere } from "../governance/closing.js";
import { extensionsStillThere } from "../governance/custom-extensions.js";
import { catalogPartition, findAccessPackage, findPolicy } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { lacksQuota } from "../governance/quotas.js";
import { untilUnchanged } from "../governance/retry.js";
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
  const id = newId(ports, call, "assignmentPolicy");
  return untilUnchanged(async () => {
    const found = await findAccessPackage(ports, accessPackageId);
    return found.kind === "refused"
      ? { ...found, target: "accessPackage/id" }
      : addPolicy(ports, call, found.value, id, settings);
  });
}

async function addPolicy(
  ports: Ports,
  call: Call,
  accessPackage: Stored<AccessPackage>,
  id: string,
  settings: PolicySettings,
): Promise<Outcome<Stored<AssignmentPolicy>> | "changed"> {
  const { id: accessPackageId, catalogId } = accessPackage.document;
  const mistake = await checkPolicy(ports, call, { policyId: id, accessPackageId, catalogId }, settings);
  const full = mistake ?? (await lacksQuota(ports, "assignmentPolicies"));
  if (full !== undefined) return full;
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
    notClosing(accessPackageId),
    stillThere(accessPackage),
    ...(await extensionsStillThere(ports, catalogId, settings.customExtensionStageSettings)),
    { op: "create", document: policy },
    ...(await automaticPlaceChange(ports, undefined, policy)),
    eventOperation(ports, call, {
      type: "assignmentPolicyCreated",
      partition,
      object: { type: "accessPackageAssignmentPolicy", id, displayName: policy.displayName },
      related: { catalogId, accessPackageId, assignmentPolicyId: id },
    }),
  ]);
  if (result.kind === "written") return done(writtenAs(result, partition, policy));
  if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
  if (result.conflict.id === automaticPlaceId(ports, accessPackageId)) return automaticPlaceTaken();
  // The id is taken only by the same call made before (its idempotency key): that policy is the answer.
  return result.conflict.id === id ? findPolicy(ports, id) : "changed";
}
