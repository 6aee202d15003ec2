/** What of a policy concerns whoever has, or asks for, access under it: not who else may, nor who approves. */
import type { AssignmentPolicy } from "../domain/assignment-policy/assignment-policy.js";

export function policyAsRequestorsSeeIt(policy: AssignmentPolicy): AssignmentPolicy {
  return {
    ...policy,
    specificAllowedTargets: [],
    requestorSettings: { ...policy.requestorSettings, onBehalfRequestors: [] },
    requestApprovalSettings: { ...policy.requestApprovalSettings, stages: [] },
    reviewSettings: null,
    automaticRequestSettings: null,
    customExtensionStageSettings: [],
  };
}
