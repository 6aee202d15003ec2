/** For whom nobody could decide under a policy, as the directory is now; for whoever may see the policy. */
import type { ApprovalCoverage } from "../../domain/approval/coverage.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { approvalCoverage } from "../governance/approval-coverage.js";
import type { Ports } from "../ports/ports.js";
import { getAssignmentPolicy } from "./get-assignment-policy.js";

export async function getApprovalCoverage(
  ports: Ports,
  call: Call,
  input: { readonly policyId: string },
): Promise<Outcome<ApprovalCoverage>> {
  const policy = await getAssignmentPolicy(ports, call, input);
  return policy.kind === "refused" ? policy : done(await approvalCoverage(ports, policy.value.document));
}
