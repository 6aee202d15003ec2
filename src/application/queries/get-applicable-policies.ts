/** The policies of a package that are offered to the caller (Graph: getApplicablePolicyRequirements), the most specific class only. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function getApplicablePolicies(
  _ports: Ports,
  _call: Call,
  _input: {
    readonly accessPackageId: string /** Asking for this person, as their manager. */;
    readonly targetObjectId?: string;
  },
): Promise<Outcome<readonly AssignmentPolicy[]>> {
  throw new Error("getApplicablePolicies: body follows");
}
