/** One policy, for whoever may see its catalog. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findPolicy } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function getAssignmentPolicy(
  ports: Ports,
  call: Call,
  { policyId }: { readonly policyId: string },
): Promise<Outcome<Stored<AssignmentPolicy>>> {
  const found = await findPolicy(ports, policyId);
  if (found.kind === "refused") return found;
  return (await authorize(ports, call.caller, "viewCatalog", found.value.document.catalogId)) ?? found;
}
