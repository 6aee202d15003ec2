/** Replaces the settings of a policy. Access that was given keeps its end, requests under way keep their stages (spec/domain.md 5.10). */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import {
  automaticPlaceChange,
  automaticPlaceId,
  automaticPlaceTaken,
} from "../governance/automatic-place.js";
import { checkPolicy } from "../governance/check-policy.js";
import { extensionsStillThere } from "../governance/custom-extensions.js";
import { catalogPartition, findPolicy } from "../governance/find.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type UpdateAssignmentPolicyInput = {
  readonly policyId: string;
  /** A policy stays with its package: another package than its own is refused. */
  readonly accessPackageId?: string | undefined;
  /** The new settings, made from those there are; or why they cannot be read. */
  readonly settings: (before: AssignmentPolicy) => PolicySettings | Refusal;
  readonly ifMatch?: string | undefined;
};

const COMPARED = [
  "displayName",
  "description",
  "allowedTargetScope",
  "specificAllowedTargets",
  "expiration",
  "requestorSettings",
  "requestApprovalSettings",
  "questions",
  "reviewSettings",
  "automaticRequestSettings",
  "notificationSettings",
  "customExtensionStageSettings",
] as const;

export async function updateAssignmentPolicy(
  ports: Ports,
  call: Call,
  { policyId, accessPackageId, settings, ifMatch }: UpdateAssignmentPolicyInput,
): Promise<Outcome<Stored<AssignmentPolicy>>> {
  return untilUnchanged(async () => {
    const found = await findPolicy(ports, policyId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const { catalogId } = before;
    const denied = await authorize(ports, call.caller, "managePolicies", catalogId);
    if (denied !== undefined) return denied;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    if (accessPackageId !== undefined && accessPackageId !== before.accessPackageId)
      return refused(
        "InvalidModel",
        `The policy belongs to access package ${before.accessPackageId} and cannot be moved to ${accessPackageId}.`,
        "accessPackage/id",
      );
    const wanted = settings(before);
    if ("kind" in wanted) return wanted;
    const place = { policyId, accessPackageId: before.accessPackageId, catalogId };
    const mistake = await checkPolicy(ports, call, place, wanted, before);
    if (mistake !== undefined) return mistake;
    const after: AssignmentPolicy = { ...before, ...wanted, modifiedDateTime: ports.clock.now() };
    const partition = catalogPartition(catalogId);
    const result = await ports.documents.batch("governance", partition, [
      ...(await extensionsStillThere(ports, catalogId, after.customExtensionStageSettings)),
      { op: "replace", document: after, ifMatch: etag },
      ...(await automaticPlaceChange(ports, before, after)),
      eventOperation(ports, call, {
        type: "assignmentPolicyUpdated",
        partition,
        object: { type: "accessPackageAssignmentPolicy", id: policyId, displayName: after.displayName },
        related: { catalogId, accessPackageId: before.accessPackageId, assignmentPolicyId: policyId },
        changes: changesBetween(before, after, COMPARED),
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, after));
    const isPlaceTaken =
      result.conflict.reason === "exists" &&
      result.conflict.id === automaticPlaceId(ports, before.accessPackageId);
    return isPlaceTaken ? automaticPlaceTaken() : "changed";
  });
}
