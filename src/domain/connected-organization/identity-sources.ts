/**
 * What the identity sources of an organization come to: keys by which the organization of a person is found. A key belongs to one
 * organization only, so a person belongs to one at most for each of their keys.
 */
import type { KnownTenant } from "../tenant/tenant-settings.js";
import type { IdentitySource } from "./connected-organization.js";

export function tenantKey(tenantId: string): string {
  return `tenant:${tenantId.toLowerCase()}`;
}

export function domainKey(domain: string): string {
  return `domain:${domain.toLowerCase()}`;
}

export const FACEBOOK_KEY = "social:facebook";

/** A federated domain is found by the domain of the mail address: its issuer vouches for nobody else. */
export function identityKeyOf(source: IdentitySource): string {
  switch (source.kind) {
    case "azureActiveDirectoryTenant":
    case "crossCloudAzureActiveDirectoryTenant":
      return tenantKey(source.tenantId);
    case "domainIdentitySource":
    case "externalDomainFederation":
      return domainKey(source.domainName);
    case "socialIdentitySource":
      return FACEBOOK_KEY;
  }
}

/** The tenant to which a domain belongs, as far as the settings say. */
export function tenantOfDomain(
  domain: string,
  knownTenants: readonly KnownTenant[],
): KnownTenant | undefined {
  return knownTenants.find(({ domains }) => domains.includes(domain));
}

/**
 * A domain that belongs to a known tenant stands for that tenant: its people sign in there, and others with an address in the domain are
 * not its people. Everything else stays as it is.
 */
export function resolvedSource(source: IdentitySource, knownTenants: readonly KnownTenant[]): IdentitySource {
  if (source.kind !== "domainIdentitySource") return source;
  const tenant = tenantOfDomain(source.domainName, knownTenants);
  return tenant === undefined
    ? source
    : {
        kind: "azureActiveDirectoryTenant",
        tenantId: tenant.tenantId,
        displayName: source.displayName ?? tenant.displayName,
      };
}

/** The position of the first source that says the same as one before it; undefined when every one says something of its own. */
export function repeatedSource(sources: readonly IdentitySource[]): number | undefined {
  const seen = new Set<string>();
  for (const [index, source] of sources.entries()) {
    const key = identityKeyOf(source);
    if (seen.has(key)) return index;
    seen.add(key);
  }
  return undefined;
}

/** A source in words, for messages. */
export function describeKey(key: string): string {
  const [kind = "", value = ""] = key.split(/:(.*)/s);
  return kind === "tenant" ? `tenant ${value}` : kind === "domain" ? `domain ${value}` : `${value} accounts`;
}
