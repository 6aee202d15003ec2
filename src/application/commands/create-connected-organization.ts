/** Makes another organization known, so that policies can be for its people (spec/domain.md 13). */
import type {
  ConnectedOrganization,
  IdentitySource,
} from "../../domain/connected-organization/connected-organization.js";
import {
  identityKeyOf,
  repeatedSource,
  resolvedSource,
} from "../../domain/connected-organization/identity-sources.js";
import { IDENTITY_SOURCES_MAX } from "../../domain/connected-organization/limits.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { KnownTenant } from "../../domain/tenant/tenant-settings.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findConnectedOrganization, TENANT_PARTITION } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { alreadyClaimed, claimOperations } from "../governance/organization-claims.js";
import { lacksQuota } from "../governance/quotas.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type CreateConnectedOrganizationInput = Pick<
  ConnectedOrganization,
  "displayName" | "description" | "state" | "identitySources"
>;

export async function createConnectedOrganization(
  ports: Ports,
  call: Call,
  input: CreateConnectedOrganizationInput,
): Promise<Outcome<Stored<ConnectedOrganization>>> {
  const denied = await authorize(ports, call.caller, "manageConnectedOrganizations", null);
  if (denied !== undefined) return denied;
  const { knownTenants } = await loadTenantSettings(ports);
  const sources = recognisedBy(input.identitySources, knownTenants);
  if (sources.kind === "refused") return sources;
  return addOrganization(ports, call, newId(ports, call, "connectedOrganization"), {
    ...input,
    ...sources.value,
  });
}

/** Writes a new organization with what it claims, or says who has claimed it before. */
export async function addOrganization(
  ports: Ports,
  call: Call,
  id: string,
  input: CreateConnectedOrganizationInput & Pick<ConnectedOrganization, "identityKeys">,
): Promise<Outcome<Stored<ConnectedOrganization>>> {
  const full = await lacksQuota(ports, "connectedOrganizations");
  if (full !== undefined) return full;
  const now = ports.clock.now();
  const organization: ConnectedOrganization = {
    kind: "connectedOrganization",
    id,
    ...input,
    internalSponsorIds: [],
    externalSponsorIds: [],
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const result = await ports.documents.batch("governance", TENANT_PARTITION, [
    { op: "create", document: organization },
    ...claimOperations(ports, undefined, organization),
    eventOperation(ports, call, {
      type: "connectedOrganizationCreated",
      partition: TENANT_PARTITION,
      object: { type: "connectedOrganization", id, displayName: organization.displayName },
      related: {},
      detail: { state: organization.state, identityKeys: organization.identityKeys },
    }),
  ]);
  if (result.kind === "written") return done(writtenAs(result, TENANT_PARTITION, organization));
  // The id is taken only by the same call made before (its idempotency key): that organization is the answer.
  if (result.conflict.id === id) return findConnectedOrganization(ports, id);
  return (await alreadyClaimed(ports, result.conflict.id)) ?? refused("Conflict", TRY_AGAIN);
}

const TRY_AGAIN =
  "The name, or a domain or tenant, was given up by another organization just now. Try again.";

/** The sources as they are kept, with the keys by which people are found; or what is wrong with them. */
export function recognisedBy(
  written: readonly IdentitySource[],
  knownTenants: readonly KnownTenant[],
): Outcome<Pick<ConnectedOrganization, "identitySources" | "identityKeys">> {
  if (written.length > IDENTITY_SOURCES_MAX)
    return refused(
      "InvalidModel",
      `An organization has at most ${IDENTITY_SOURCES_MAX} identity sources; got ${written.length}.`,
      "identitySources",
    );
  const identitySources = written.map((source) => resolvedSource(source, knownTenants));
  const repeated = repeatedSource(identitySources);
  if (repeated !== undefined)
    return refused(
      "InvalidModel",
      "The identity source says the same as one before it (a domain of a known tenant stands for that tenant). Leave it out.",
      `identitySources/${repeated}`,
    );
  return done({ identitySources, identityKeys: identitySources.map(identityKeyOf) });
}
