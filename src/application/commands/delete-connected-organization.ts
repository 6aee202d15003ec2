/**
 * Removes a connected organization that no policy names. Policies lie in the partitions of their catalogs: one that is saved in the very
 * moment of the removal may name an organization that is gone, and then it admits nobody by that name.
 */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { findConnectedOrganization, TENANT_PARTITION } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { claimOperations } from "../governance/organization-claims.js";
import { staleVersion } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";
import { readAll } from "../queries/read-all.js";

export async function deleteConnectedOrganization(
  ports: Ports,
  call: Call,
  { organizationId, ifMatch }: { readonly organizationId: string; readonly ifMatch?: string | undefined },
): Promise<Outcome<undefined>> {
  const denied = await authorize(ports, call.caller, "manageConnectedOrganizations", null);
  if (denied !== undefined) return denied;
  return whileClosed(ports, TENANT_PARTITION, organizationId, async () => {
    const found = await findConnectedOrganization(ports, organizationId);
    if (found.kind === "refused") return found;
    const { document: organization, etag } = found.value;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    const inUse = await refuseWhileNamed(ports, organizationId, organization.displayName);
    if (inUse !== undefined) return inUse;
    const result = await ports.documents.batch("governance", TENANT_PARTITION, [
      { op: "delete", id: organizationId, ifMatch: etag },
      ...claimOperations(ports, organization, undefined),
      endClosing(organizationId),
      eventOperation(ports, call, {
        type: "connectedOrganizationDeleted",
        partition: TENANT_PARTITION,
        object: {
          type: "connectedOrganization",
          id: organizationId,
          displayName: organization.displayName,
        },
        related: {},
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The connected organization was changed at the same moment. Try again.")
      : done(undefined);
  });
}

async function refuseWhileNamed(
  ports: Ports,
  organizationId: string,
  displayName: string,
): Promise<Refusal | undefined> {
  // Only policies of this scope can name organizations, and the scope is indexed.
  for await (const { document: policy } of readAll<AssignmentPolicy>(ports, {
    container: "governance",
    kind: "assignmentPolicy",
    filter: { op: "eq", path: "allowedTargetScope", value: "specificConnectedOrganizationUsers" },
  })) {
    const isNamed = policy.specificAllowedTargets.some(
      (set) => set.kind === "connectedOrganizationMembers" && set.connectedOrganizationId === organizationId,
    );
    if (isNamed)
      return refused(
        "ResourceInUse",
        `Connected organization "${displayName}" (${organizationId}) is named in policy "${policy.displayName}" (${policy.id}) of access package ${policy.accessPackageId}. Take it out of the policy first.`,
      );
  }
  return undefined;
}
