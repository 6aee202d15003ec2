import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IdentitySource } from "../../../src/domain/connected-organization/connected-organization.js";
import {
  describeKey,
  identityKeyOf,
  repeatedSource,
  resolvedSource,
} from "../../../src/domain/connected-organization/identity-sources.js";
import { readDomain, readMailAddress } from "../../../src/domain/connected-organization/mail-address.js";
import {
  type ExternalIdentity,
  isRefusedDomain,
  keysOfPerson,
  organizationOf,
} from "../../../src/domain/connected-organization/matching.js";
import type { KnownTenant } from "../../../src/domain/tenant/tenant-settings.js";

const displayName = null;
const TENANT: IdentitySource = { kind: "azureActiveDirectoryTenant", tenantId: "T", displayName };
const DOMAIN: IdentitySource = { kind: "domainIdentitySource", domainName: "partner.example", displayName };
const organization = (id: string, ...sources: readonly IdentitySource[]) => ({
  id,
  identityKeys: sources.map(identityKeyOf),
});
const KNOWN: readonly KnownTenant[] = [
  { tenantId: "t", displayName: "Partner", domains: ["partner.example"] },
];
const person = (says: Partial<ExternalIdentity>): ExternalIdentity => ({
  tenantIds: [],
  email: "pat@partner.example",
  hasFacebookAccount: false,
  ...says,
});

describe("whose people somebody is", () => {
  const partner = organization("partner", TENANT);
  const found = (
    identity: ExternalIdentity,
    known: readonly KnownTenant[],
    ...all: { id: string; identityKeys: string[] }[]
  ) => organizationOf(keysOfPerson(identity, known), all)?.id;

  it("is the organization's in whose tenant they are signed in, whatever their address", () => {
    expect(found(person({ tenantIds: ["t"], email: "pat@elsewhere.example" }), [], partner)).toBe("partner");
    expect(found(person({ tenantIds: ["T"], email: null }), KNOWN, partner)).toBe("partner");
  });

  it("is nobody's by an address alone when the organization is recognised by its tenant", () => {
    expect(found(person({}), [], partner)).toBeUndefined();
    expect(found(person({ tenantIds: ["other"] }), KNOWN, partner)).toBeUndefined();
  });

  it("is the organization's that has the domain of their address", () => {
    const byDomain = organization("byDomain", DOMAIN);
    expect(found(person({}), [], byDomain)).toBe("byDomain");
    expect(found(person({ email: "pat@sub.partner.example" }), [], byDomain)).toBeUndefined();
  });

  it("does not follow from an address in the domain of a known tenant to which they are not signed in", () => {
    const byDomain = organization("byDomain", DOMAIN);
    expect(found(person({ tenantIds: ["other"] }), KNOWN, byDomain)).toBeUndefined();
  });

  it("is told by the tenant before the address", () => {
    const byDomain = organization("byDomain", DOMAIN);
    expect(found(person({ tenantIds: ["t"] }), [], byDomain, partner)).toBe("partner");
  });

  it("is told by a social account where the organization has that kind", () => {
    const social = organization("social", {
      kind: "socialIdentitySource",
      socialIdentitySourceType: "facebook",
      displayName,
    });
    expect(found(person({ hasFacebookAccount: true, email: null }), [], social)).toBe("social");
    expect(found(person({}), [], social)).toBeUndefined();
  });

  it("a tenant in another cloud is a tenant, and a federated domain a domain", () => {
    expect(
      identityKeyOf({
        kind: "crossCloudAzureActiveDirectoryTenant",
        cloudInstance: "c",
        tenantId: "T",
        displayName,
      }),
    ).toBe("tenant:t");
    expect(
      identityKeyOf({
        kind: "externalDomainFederation",
        domainName: "Partner.example",
        issuerUri: "i",
        displayName,
      }),
    ).toBe("domain:partner.example");
  });

  it("is never an organization with none of their keys (law)", () => {
    const key = fc.constantFrom("tenant:a", "tenant:b", "domain:c.example", "domain:d.example");
    const organizations = fc.array(fc.record({ id: fc.string(), identityKeys: fc.array(key) }));
    fc.assert(
      fc.property(fc.array(key), organizations, (keys, all) => {
        const one = organizationOf(keys, all);
        const some = all.some(({ identityKeys }) => identityKeys.some((have) => keys.includes(have)));
        expect(one !== undefined).toBe(some);
        expect(one?.identityKeys.some((have) => keys.includes(have)) ?? true).toBe(true);
      }),
    );
  });

  it("is never told by the address of a known tenant's domain, whatever tenants there are (law)", () => {
    const name = fc.constantFrom("a", "b", "c");
    const tenants = fc.uniqueArray(fc.record({ tenantId: name, domain: name }), {
      selector: ({ domain }) => domain,
    });
    fc.assert(
      fc.property(tenants, name, fc.array(name), (known, domain, tenantIds) => {
        const settings = known.map(({ tenantId, domain: one }) => ({
          tenantId,
          displayName,
          domains: [`${one}.example`],
        }));
        const keys = keysOfPerson(person({ email: `x@${domain}.example`, tenantIds }), settings);
        const isKnown = known.some((one) => one.domain === domain);
        expect(keys.includes(`domain:${domain}.example`)).toBe(!isKnown);
        expect(keys.filter((one) => one.startsWith("tenant:"))).toHaveLength(tenantIds.length);
      }),
    );
  });
});

describe("identity sources", () => {
  it("become a directory source when the domain belongs to a known tenant", () => {
    expect(resolvedSource(DOMAIN, KNOWN)).toEqual({
      kind: "azureActiveDirectoryTenant",
      tenantId: "t",
      displayName: "Partner",
    });
    expect(resolvedSource({ ...DOMAIN, displayName: "Own name" }, KNOWN).displayName).toBe("Own name");
    expect(resolvedSource(DOMAIN, [])).toBe(DOMAIN);
    expect(resolvedSource(TENANT, KNOWN)).toBe(TENANT);
  });

  it("say something of their own each", () => {
    expect(repeatedSource([TENANT, DOMAIN])).toBeUndefined();
    expect(repeatedSource([TENANT, DOMAIN, { ...TENANT, tenantId: "t" }])).toBe(2);
  });

  it("are told in words", () => {
    expect(["tenant:t", "domain:a.example", "social:facebook"].map(describeKey)).toEqual([
      "tenant t",
      "domain a.example",
      "facebook accounts",
    ]);
  });
});

describe("the list of domains", () => {
  it("wins: a blocked domain is refused, and so is one that is not among the allowed", () => {
    const email = "pat@partner.example";
    expect(isRefusedDomain(email, { allowed: [], blocked: [] })).toBe(false);
    expect(isRefusedDomain(email, { allowed: [], blocked: ["partner.example"] })).toBe(true);
    expect(isRefusedDomain(email, { allowed: ["other.example"], blocked: [] })).toBe(true);
    expect(isRefusedDomain(email, { allowed: ["partner.example"], blocked: [] })).toBe(false);
  });

  it("refuses whoever has no address where only some domains are allowed", () => {
    expect(isRefusedDomain(null, { allowed: ["partner.example"], blocked: [] })).toBe(true);
    expect(isRefusedDomain(null, { allowed: [], blocked: ["partner.example"] })).toBe(false);
  });
});

describe("mail addresses and domains", () => {
  it("are the same in upper and lower case", () => {
    expect(readMailAddress(" Pat@Partner.Example ")).toBe("pat@partner.example");
    expect(readDomain("Partner.Example")).toBe("partner.example");
  });

  it.each([
    "pat",
    "@partner.example",
    "pat@",
    "pat@nodots",
    "p at@partner.example",
    `${"x".repeat(320)}@a.example`,
    // The Kelvin sign becomes a k in lower case: frank@ is somebody else.
    "fran\u212a@partner.example",
    "pat@ban\u212a.example",
  ])("%s is no address", (written) => {
    expect(readMailAddress(written)).toBeUndefined();
  });

  it.each([
    "",
    "nodots",
    ".example",
    "a..example",
    "-a.example",
    "a b.example",
    `${"a.".repeat(130)}example`,
  ])("%s is no domain", (written) => {
    expect(readDomain(written)).toBeUndefined();
  });
});
