/** What cannot be in the settings of a tenant. */
import { type Refusal, refused } from "../errors.js";
import type { TenantSettings } from "./tenant-settings.js";

/** A domain that belongs to two tenants, or is allowed and blocked at once, would mean whatever is looked at first. */
export function settingsProblem({ knownTenants, externalDomains }: TenantSettings): Refusal | undefined {
  const tenantIds = new Set<string>();
  const domains = new Map<string, string>();
  for (const [index, tenant] of knownTenants.entries()) {
    const { tenantId } = tenant;
    if (tenantIds.has(tenantId))
      return refused(
        "InvalidModel",
        `Tenant ${tenantId} is there twice; list all of its domains in one entry.`,
        `knownTenants/${index}`,
      );
    tenantIds.add(tenantId);
    for (const domain of new Set(tenant.domains)) {
      const other = domains.get(domain);
      if (other !== undefined)
        return refused(
          "InvalidModel",
          `Domain ${domain} belongs to tenant ${other} already; a domain can belong to one tenant only.`,
          `knownTenants/${index}/domains`,
        );
      domains.set(domain, tenantId);
    }
  }
  const both = externalDomains.allowed.find((domain) => externalDomains.blocked.includes(domain));
  return both === undefined
    ? undefined
    : refused(
        "InvalidModel",
        `Domain ${both} is both allowed and blocked; take it out of one of the lists.`,
        "externalDomains",
      );
}
