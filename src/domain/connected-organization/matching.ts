/** To which organization does a person from outside belong? By where they are signed in; by the domain of their address only where no tenant is known for it. */
import type { ExternalDomains, KnownTenant } from "../tenant/tenant-settings.js";
import type { ConnectedOrganization } from "./connected-organization.js";
import { domainKey, FACEBOOK_KEY, tenantKey, tenantOfDomain } from "./identity-sources.js";
import { domainOf } from "./mail-address.js";

/** What shows where a person belongs. */
export type ExternalIdentity = {
  /** The tenants in which they are proven to have an account. */
  readonly tenantIds: readonly string[];
  /** In lower case; null when none is known. */
  readonly email: string | null;
  readonly hasFacebookAccount: boolean;
};

/**
 * The keys that a person answers to, the strongest first. An address in a domain of a known tenant counts for nothing by itself:
 * only whoever has signed in there is one of its people (spec/domain.md 13).
 */
export function keysOfPerson(
  { tenantIds, email, hasFacebookAccount }: ExternalIdentity,
  knownTenants: readonly KnownTenant[],
): readonly string[] {
  const keys = tenantIds.map(tenantKey);
  if (hasFacebookAccount) keys.push(FACEBOOK_KEY);
  if (email !== null && tenantOfDomain(domainOf(email), knownTenants) === undefined)
    keys.push(domainKey(domainOf(email)));
  return keys;
}

/** The organization that has the strongest of the keys. */
export function organizationOf<O extends Pick<ConnectedOrganization, "identityKeys">>(
  keys: readonly string[],
  organizations: readonly O[],
): O | undefined {
  for (const key of keys) {
    const found = organizations.find(({ identityKeys }) => identityKeys.includes(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The list of domains wins over everything: a refused domain gets nothing through a policy for people from outside. */
export function isRefusedDomain(email: string | null, { allowed, blocked }: ExternalDomains): boolean {
  if (email === null) return allowed.length > 0;
  const domain = domainOf(email);
  return blocked.includes(domain) || (allowed.length > 0 && !allowed.includes(domain));
}
