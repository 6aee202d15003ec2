/**
 * People from outside, by what is proven of them: the tenant in which they are signed in and their mail address. Both are part of their
 * subject's id, so nobody gets at a person's access by having the same address elsewhere.
 */
import type { Affiliation } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { tenantOfDomain } from "../../domain/connected-organization/identity-sources.js";
import { domainOf, readMailAddress } from "../../domain/connected-organization/mail-address.js";
import {
  type ExternalIdentity,
  isRefusedDomain,
  keysOfPerson,
  organizationOf,
} from "../../domain/connected-organization/matching.js";
import type { KnownTenant, TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { DirectoryUser } from "../ports/directory.js";
import type { Ports } from "../ports/ports.js";

/** `email` in lower case. */
export function externalSubjectId(ports: Pick<Ports, "ids">, email: string, tenantId: string): string {
  return ports.ids.derive("subject", "external", email, tenantId.toLowerCase());
}

/**
 * The tenant to which an address belongs: the known one of its domain, or else one that stands for the domain alone, whose people show
 * by their mailbox that they are its people (one-time passcode; `gatehouse token --guest`).
 */
export function homeTenantOf(
  ports: Pick<Ports, "ids">,
  email: string,
  knownTenants: readonly KnownTenant[],
): string {
  const domain = domainOf(email);
  return tenantOfDomain(domain, knownTenants)?.tenantId ?? domainTenantId(ports, domain);
}

/** Also in src/adapters/embedded/sign-in/token-subjects.ts. */
export function domainTenantId(ports: Pick<Ports, "ids">, domain: string): string {
  return ports.ids.derive("tenant", domain);
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The tenants that vouch for a user of the directory, as far as the directory and the settings say. */
export function tenantsVouchingFor(
  { identityIssuers = [] }: Pick<DirectoryUser, "identityIssuers">,
  knownTenants: readonly KnownTenant[],
): readonly string[] {
  return identityIssuers
    .map((issuer) => GUID.exec(issuer)?.[0] ?? tenantOfDomain(issuer.toLowerCase(), knownTenants)?.tenantId)
    .filter((tenantId) => tenantId !== undefined)
    .map((tenantId) => tenantId.toLowerCase());
}

/** The tenants in which somebody with this account may have asked before the directory had them. */
export function tenantsToLookIn(
  ports: Pick<Ports, "ids">,
  user: DirectoryUser,
  knownTenants: readonly KnownTenant[],
): readonly string[] {
  const email = readMailAddress(user.mail ?? "");
  if (email === undefined) return [];
  // Members are vouched for by their own directory: of them only the address speaks.
  const vouching = user.userType === "Guest" ? tenantsVouchingFor(user, knownTenants) : [];
  return [...new Set([...vouching, homeTenantOf(ports, email, knownTenants)])];
}

/** Their connected organization, and whether the tenant's list of domains refuses them. */
export async function affiliationOf(
  ports: Pick<Ports, "documents">,
  identity: ExternalIdentity,
  { knownTenants, externalDomains }: TenantSettings,
): Promise<Affiliation> {
  const keys = keysOfPerson(identity, knownTenants);
  const organization = organizationOf(keys, await organizationsWith(ports, keys));
  return {
    organization: organization === undefined ? null : { id: organization.id, state: organization.state },
    isRefused: isRefusedDomain(identity.email, externalDomains),
  };
}

/** As many as there are keys at most, since a key belongs to one organization. */
async function organizationsWith(
  { documents }: Pick<Ports, "documents">,
  keys: readonly string[],
): Promise<readonly ConnectedOrganization[]> {
  if (keys.length === 0) return [];
  const page = await documents.query<ConnectedOrganization>({
    container: "governance",
    kind: "connectedOrganization",
    filter: { op: "has", path: "identityKeys[]", values: keys },
    top: Math.max(keys.length, 1),
  });
  return page.items.map(({ document }) => document);
}
