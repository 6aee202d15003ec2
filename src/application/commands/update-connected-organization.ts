/** Changes a connected organization: its name, how its people are recognised, and whether it counts among the configured ones. */
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findConnectedOrganization, TENANT_PARTITION } from "../governance/find.js";
import { changesBetween, eventOperation } from "../governance/governance-event.js";
import { alreadyClaimed, claimOperations } from "../governance/organization-claims.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { type CreateConnectedOrganizationInput, recognisedBy } from "./create-connected-organization.js";

export type UpdateConnectedOrganizationInput = {
  readonly organizationId: string;
  /** What is left out stays; the identity sources are replaced as a whole. */
  readonly changes: Partial<CreateConnectedOrganizationInput>;
  readonly ifMatch?: string | undefined;
};

export async function updateConnectedOrganization(
  ports: Ports,
  call: Call,
  { organizationId, changes, ifMatch }: UpdateConnectedOrganizationInput,
): Promise<Outcome<Stored<ConnectedOrganization>>> {
  const denied = await authorize(ports, call.caller, "manageConnectedOrganizations", null);
  if (denied !== undefined) return denied;
  const { knownTenants } = await loadTenantSettings(ports);
  const sources =
    changes.identitySources === undefined ? undefined : recognisedBy(changes.identitySources, knownTenants);
  if (sources?.kind === "refused") return sources;
  return untilUnchanged(async () => {
    const found = await findConnectedOrganization(ports, organizationId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    const after: ConnectedOrganization = {
      ...before,
      ...changes,
      ...sources?.value,
      modifiedDateTime: ports.clock.now(),
    };
    const result = await ports.documents.batch("governance", TENANT_PARTITION, [
      { op: "replace", document: after, ifMatch: etag },
      ...claimOperations(ports, before, after),
      eventOperation(ports, call, {
        type: "connectedOrganizationUpdated",
        partition: TENANT_PARTITION,
        object: { type: "connectedOrganization", id: organizationId, displayName: after.displayName },
        related: {},
        changes: changesBetween(before, after, ["displayName", "description", "state", "identitySources"]),
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, TENANT_PARTITION, after));
    return result.conflict.reason === "exists"
      ? ((await alreadyClaimed(ports, result.conflict.id)) ?? "changed")
      : "changed";
  });
}
