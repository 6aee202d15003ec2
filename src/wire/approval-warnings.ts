/** Tells whoever saves a policy for whom nobody could decide: in a header, which clients of Graph do not look at. */
import { approvalCoverage } from "../application/governance/approval-coverage.js";
import { coverageWarnings } from "../domain/approval/coverage.js";
import type { AssignmentPolicy } from "../domain/assignment-policy/assignment-policy.js";
import type { Outcome } from "../domain/errors.js";
import type { EndpointCall } from "./endpoint.js";
import type { Item } from "./entity-type.js";

type Headers = Readonly<Record<string, string>>;
type Saved = Item<AssignmentPolicy> & { readonly headers?: Headers };

/** A header has to stay short; the whole is at approvalCoverage. */
const LENGTH_MAX = 900;

/** The answer of a row that saves a policy, with `Gatehouse-Warnings` where there is something to warn of. */
export async function withApprovalWarnings(
  { ports }: EndpointCall,
  outcome: Promise<Outcome<Saved>>,
): Promise<Outcome<Saved>> {
  const saved = await outcome;
  if (saved.kind === "refused") return saved;
  const { model, headers } = saved.value;
  const warnings = coverageWarnings(await approvalCoverage(ports, model));
  if (warnings.length === 0) return saved;
  const text = `${warnings.join("; ")}. See assignmentPolicies/${model.id}/approvalCoverage`;
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
