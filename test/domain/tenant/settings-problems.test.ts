import { describe, expect, it } from "vitest";
import { settingsProblem } from "../../../src/domain/tenant/settings-problems.js";
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from "../../../src/domain/tenant/tenant-settings.js";

const problem = (says: Partial<TenantSettings>) =>
  settingsProblem({ ...DEFAULT_TENANT_SETTINGS, ...says })?.target;
const tenant = (tenantId: string, ...domains: readonly string[]) => ({
  tenantId,
  displayName: null,
  domains,
});

describe("settings of the tenant", () => {
  it("may stay as they are", () => {
    expect(problem({})).toBeUndefined();
    expect(
      problem({ knownTenants: [tenant("a", "a.example", "a.example"), tenant("b", "b.example")] }),
    ).toBeUndefined();
  });

  it("list each tenant once, and each domain with one tenant", () => {
    expect(problem({ knownTenants: [tenant("a"), tenant("a")] })).toBe("knownTenants/1");
    expect(problem({ knownTenants: [tenant("a", "a.example"), tenant("b", "a.example")] })).toBe(
      "knownTenants/1/domains",
    );
  });

  it("do not allow and block the same domain", () => {
    expect(problem({ externalDomains: { allowed: ["a.example"], blocked: ["a.example"] } })).toBe(
      "externalDomains",
    );
    expect(problem({ externalDomains: { allowed: ["a.example"], blocked: ["b.example"] } })).toBeUndefined();
  });
});
