/** What a policy has more of than the limits of the tenant allow. */
import { limitOf, quotaExceeded } from "../tenant/limit-table.js";
import { DEFAULT_TENANT_SETTINGS } from "../tenant/tenant-settings.js";
import type { PolicyFacts, PolicyProblem } from "./policy-problems.js";

export function limitProblems(
  name: "usersAndGroupsPerPolicy" | "connectedOrganizationsPerPolicy" | "approvalStages",
  count: number,
  target: string,
  { limits = DEFAULT_TENANT_SETTINGS.limits }: PolicyFacts,
): readonly PolicyProblem[] {
  const limit = limitOf({ limits }, name);
  if (count <= limit) return [];
  return [{ target, message: quotaExceeded(name, limit, count, "this one").message, code: "QuotaExceeded" }];
}
