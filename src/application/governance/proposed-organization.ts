/**
 * Somebody from an organization that nobody has made known asks under a policy for everybody from outside: their organization comes up
 * by itself, as proposed. An administrator sees it there and can confirm it; until then it counts only where a policy names it.
 */
import type { IdentitySource } from "../../domain/connected-organization/connected-organization.js";
import { identityKeyOf, tenantOfDomain } from "../../domain/connected-organization/identity-sources.js";
import { domainOf, readMailAddress } from "../../domain/connected-organization/mail-address.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { KnownTenant } from "../../domain/tenant/tenant-settings.js";
import { domainTenantId } from "../access/external-identity.js";
import { systemCall } from "../access/occasion.js";
import type { Call } from "../call.js";
import { addOrganization } from "../commands/create-connected-organization.js";
import type { Ports } from "../ports/ports.js";
import { ownerOfKey } from "./organization-claims.js";
import { loadTenantSettings } from "./tenant-settings.js";

/** The id of the organization: one for each tenant or domain, however many people ask at once. Null when nothing is known to tell it by. */
export async function proposedOrganizationOf(
  ports: Ports,
  call: Call,
  subject: Subject,
): Promise<string | null> {
  const { knownTenants } = await loadTenantSettings(ports);
  const source = sourceOf(ports, subject, knownTenants);
  if (source === undefined) return null;
  const key = identityKeyOf(source);
  const known = await ownerOfKey(ports, key);
  if (known !== undefined) return known;
  const id = ports.ids.derive("proposedOrganization", key, ports.clock.now());
  const name = source.displayName ?? id;
  // The name may be taken by an organization that is recognised by something else.
  for (const displayName of [name, `${name} (${id.slice(0, 8)})`]) {
    const added = await addOrganization(ports, systemCall(call.correlationId), id, {
      displayName,
      description: null,
      state: "proposed",
      identitySources: [source],
      identityKeys: [key],
    });
    if (added.kind === "done") return added.value.document.id;
    const owner = await ownerOfKey(ports, key);
    if (owner !== undefined) return owner;
  }
  // Others were quicker with both names and have given the key up again: the request goes on without an organization.
  return null;
}

function sourceOf(
  ports: Ports,
  { email, homeTenantId }: Subject,
  knownTenants: readonly KnownTenant[],
): (IdentitySource & { readonly displayName: string }) | undefined {
  const address = readMailAddress(email ?? "");
  const domain = address === undefined ? undefined : domainOf(address);
  const isTenant =
    homeTenantId !== undefined && (domain === undefined || homeTenantId !== domainTenantId(ports, domain));
  if (isTenant) {
    const known = knownTenants.find(({ tenantId }) => tenantId === homeTenantId);
    return {
      kind: "azureActiveDirectoryTenant",
      tenantId: homeTenantId,
      displayName: known?.displayName ?? domain ?? homeTenantId,
    };
  }
  // An address in the domain of a tenant does not make anybody one of its people.
  return domain === undefined || tenantOfDomain(domain, knownTenants) !== undefined
    ? undefined
    : { kind: "domainIdentitySource", domainName: domain, displayName: domain };
}
