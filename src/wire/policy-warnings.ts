/**
 * Tells whoever saves a policy for whom nobody could decide, whom it lets in from outside without anybody's decision, and what of it is kept
 * and not acted upon yet: in a header, which clients of Graph do not look at.
 */
import { approvalCoverage } from "../application/governance/approval-coverage.js";
import { coverageWarnings } from "../domain/approval/coverage.js";
import { isForExternalPeople } from "../domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../domain/assignment-policy/assignment-policy.js";
import type { Outcome } from "../domain/errors.js";
import type { EndpointCall } from "./endpoint.js";
import type { Item } from "./entity-type.js";

type Headers = Readonly<Record<string, string>>;
type Saved = Item<AssignmentPolicy> & { readonly headers?: Headers };

/** A header has to stay short; the whole is at approvalCoverage. */
const LENGTH_MAX = 900;

/** The answer of a row that saves a policy, with `Gatehouse-Warnings` where there is something to warn of. */
export async function withPolicyWarnings(
  { ports }: EndpointCall,
  outcome: Promise<Outcome<Saved>>,
): Promise<Outcome<Saved>> {
  const saved = await outcome;
  if (saved.kind === "refused") return saved;
  const { model, headers } = saved.value;
  const uncovered = coverageWarnings(await approvalCoverage(ports, model));
  const sentences = [
    ...(uncovered.length === 0
      ? []
      : [`${uncovered.join("; ")}. See assignmentPolicies/${model.id}/approvalCoverage`]),
    ...(isOpenToOthers(model)
      ? ["People of other organizations get this access by asking, without anybody's approval"]
      : []),
    ...notActedUpon(model),
  ];
  if (sentences.length === 0) return saved;
  const text = sentences.join(". ");
  return {
    kind: "done",
    value: {
      ...saved.value,
      headers: {
        ...headers,
        "Gatehouse-Warnings": text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}...` : text,
      },
    },
  };
}

/** Allowed, and worth a second look (spec/domain.md 5.3). */
function isOpenToOthers(policy: AssignmentPolicy): boolean {
  return (
    isForExternalPeople(policy) &&
    policy.requestorSettings.enableTargetsToSelfAddAccess &&
    !policy.requestApprovalSettings.isApprovalRequiredForAdd
  );
}

/** Whoever relies on one of these would believe that access ends, or is given, that does not. */
function notActedUpon({
  automaticRequestSettings: automatic,
  reviewSettings,
  customExtensionStageSettings,
}: AssignmentPolicy): readonly string[] {
  return [
    automatic?.requestAccessForAllowedTargets === true ||
    automatic?.removeAccessWhenTargetLeavesAllowedTargets === true
      ? "automaticRequestSettings is kept, and nobody is assigned or removed automatically yet"
      : undefined,
    reviewSettings?.isEnabled === true ? "reviewSettings is kept, and no reviews are held yet" : undefined,
    customExtensionStageSettings.length > 0
      ? "customExtensionStageSettings is kept, and the extensions are not called yet"
      : undefined,
  ].filter((sentence) => sentence !== undefined);
}
