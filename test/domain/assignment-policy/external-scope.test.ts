import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Affiliation,
  isForExternalPeople,
  isInAllowedTargetScope,
  type Target,
} from "../../../src/domain/assignment-policy/allowed-target-scope.js";
import type { AllowedTargetScope } from "../../../src/domain/assignment-policy/assignment-policy.js";
import { offeredPolicies, takesOwnRequests } from "../../../src/domain/assignment-policy/policy-choice.js";
import { aTarget } from "../../builders/access.js";
import { aPolicy, user } from "../../builders/policies.js";

const CONFIGURED = { id: "partner", state: "configured" } as const;
const PROPOSED = { id: "partner", state: "proposed" } as const;
const NOBODY: Affiliation = { organization: null, isRefused: false };
const outsider = (affiliation: Partial<Affiliation> = {}): Target => ({
  kind: "externalUser",
  objectId: null,
  displayName: "Pat",
  email: "pat@partner.example",
  groupIds: new Set(),
  affiliation: { ...NOBODY, ...affiliation },
});
const guest = (affiliation: Partial<Affiliation> = {}) =>
  aTarget({ userType: "Guest", affiliation: { ...NOBODY, ...affiliation } });
const APPLICATION: Target = {
  kind: "servicePrincipal",
  objectId: "app",
  displayName: "app",
  groupIds: new Set(),
};
const named = (id: string) =>
  ({ kind: "connectedOrganizationMembers", connectedOrganizationId: id, description: null }) as const;
const policyFor = (allowedTargetScope: AllowedTargetScope) =>
  aPolicy({
    id: allowedTargetScope,
    allowedTargetScope,
    specificAllowedTargets:
      allowedTargetScope === "specificConnectedOrganizationUsers"
        ? [user("target"), named("other"), named("partner")]
        : [],
  });
const admits = (scope: AllowedTargetScope, target: Target, direct = false) =>
  isInAllowedTargetScope(policyFor(scope), target, direct).kind === "inScope";

const SCOPES: readonly AllowedTargetScope[] = [
  "notSpecified",
  "specificDirectoryUsers",
  "specificConnectedOrganizationUsers",
  "specificDirectoryServicePrincipals",
  "allMemberUsers",
  "allDirectoryUsers",
  "allDirectoryServicePrincipals",
  "allConfiguredConnectedOrganizationUsers",
  "allExternalUsers",
  "allDirectoryAgentIdentities",
];

describe("the table of target scopes, for people from outside", () => {
  it.each<[AllowedTargetScope, string, Target, boolean]>([
    [
      "specificConnectedOrganizationUsers",
      "people of an organization that it names",
      outsider({ organization: CONFIGURED }),
      true,
    ],
    [
      "specificConnectedOrganizationUsers",
      "people of a proposed organization that it names",
      outsider({ organization: PROPOSED }),
      true,
    ],
    [
      "specificConnectedOrganizationUsers",
      "people of another organization",
      outsider({ organization: { ...CONFIGURED, id: "third" } }),
      false,
    ],
    ["specificConnectedOrganizationUsers", "people of no organization", outsider(), false],
    [
      "specificConnectedOrganizationUsers",
      "guests of an organization that it names",
      guest({ organization: CONFIGURED }),
      true,
    ],
    [
      "allConfiguredConnectedOrganizationUsers",
      "people of a configured organization",
      outsider({ organization: CONFIGURED }),
      true,
    ],
    [
      "allConfiguredConnectedOrganizationUsers",
      "people of a proposed organization",
      outsider({ organization: PROPOSED }),
      false,
    ],
    ["allConfiguredConnectedOrganizationUsers", "people of no organization", outsider(), false],
    [
      "allConfiguredConnectedOrganizationUsers",
      "guests of a configured organization",
      guest({ organization: CONFIGURED }),
      true,
    ],
    ["allExternalUsers", "people of no organization", outsider(), true],
    ["allExternalUsers", "people of a proposed organization", outsider({ organization: PROPOSED }), true],
    ["allExternalUsers", "guests", guest(), true],
    ["allExternalUsers", "guests of whom nothing is known", aTarget({ userType: "Guest" }), true],
    ["allExternalUsers", "members", aTarget(), false],
    ["allExternalUsers", "applications", APPLICATION, false],
    ["specificConnectedOrganizationUsers", "members", aTarget(), false],
    [
      "allDirectoryUsers",
      "people whom the directory does not have",
      outsider({ organization: CONFIGURED }),
      false,
    ],
    ["allDirectoryUsers", "guests of a connected organization", guest({ organization: CONFIGURED }), true],
    ["allMemberUsers", "people whom the directory does not have", outsider(), false],
    ["specificDirectoryUsers", "people whom the directory does not have", outsider(), false],
    ["allDirectoryAgentIdentities", "members", aTarget(), false],
  ])("%s and %s (%#)", (scope, _who, target, expected) => {
    expect(admits(scope, target)).toBe(expected);
  });

  it("a policy for direct assignment only is for the directory: people outside need a policy for them", () => {
    expect(admits("notSpecified", outsider({ organization: CONFIGURED }), true)).toBe(false);
    expect(admits("notSpecified", guest(), true)).toBe(true);
  });

  it("a policy for applications names them one by one, and is for no person", () => {
    const policy = aPolicy({
      allowedTargetScope: "specificDirectoryServicePrincipals",
      specificAllowedTargets: [
        user("app"),
        { kind: "singleServicePrincipal", servicePrincipalId: "app", description: null },
      ],
    });
    const answers = [APPLICATION, { ...APPLICATION, objectId: "other" }, aTarget({ objectId: "app" })].map(
      (target) => isInAllowedTargetScope(policy, target, false).kind,
    );
    expect(answers).toEqual(["inScope", "outOfScope", "outOfScope"]);
    for (const scope of ["specificDirectoryUsers", "allMemberUsers", "allDirectoryUsers"] as const)
      expect(admits(scope, APPLICATION)).toBe(false);
  });

  it("a kind of set that names no target admits nobody", () => {
    const policy = aPolicy({
      allowedTargetScope: "specificDirectoryUsers",
      specificAllowedTargets: [{ kind: "internalSponsors" }],
    });
    expect(isInAllowedTargetScope(policy, aTarget(), false).kind).toBe("outOfScope");
  });

  it("a refused domain is refused by every policy for people from outside", () => {
    for (const scope of SCOPES.filter((allowedTargetScope) => isForExternalPeople({ allowedTargetScope })))
      for (const target of [
        outsider({ organization: CONFIGURED, isRefused: true }),
        guest({ organization: CONFIGURED, isRefused: true }),
      ])
        expect(admits(scope, target)).toBe(false);
  });
});

describe("laws of target scopes", () => {
  const affiliation = fc.record({
    organization: fc.option(
      fc.record({
        id: fc.constantFrom("partner", "other", "third"),
        state: fc.constantFrom("configured" as const, "proposed" as const),
      }),
    ),
    isRefused: fc.boolean(),
  });
  const anybody: fc.Arbitrary<Target> = fc.oneof(
    affiliation.map(outsider),
    affiliation.map(guest),
    fc.constant(aTarget()),
    fc.constant(APPLICATION),
  );
  const scope = fc.constantFrom(...SCOPES);

  it("a proposed organization never admits anybody through all configured organizations", () => {
    fc.assert(
      fc.property(anybody, fc.boolean(), (target, direct) => {
        const state = "affiliation" in target ? target.affiliation?.organization?.state : undefined;
        const isAdmitted = admits("allConfiguredConnectedOrganizationUsers", target, direct);
        expect(isAdmitted && state !== "configured").toBe(false);
      }),
    );
  });

  it("a policy serves internal or external people, not both: no policy admits a member and somebody outside the directory", () => {
    fc.assert(
      fc.property(scope, affiliation, fc.boolean(), (one, where, direct) => {
        expect(admits(one, aTarget(), direct) && admits(one, outsider(where), direct)).toBe(false);
      }),
    );
  });

  it("whoever is admitted by all configured organizations is admitted by all external users", () => {
    fc.assert(
      fc.property(anybody, (target) => {
        const byOrganization = admits("allConfiguredConnectedOrganizationUsers", target);
        expect(byOrganization && !admits("allExternalUsers", target)).toBe(false);
      }),
    );
  });
});

describe("which policies are offered to people from outside", () => {
  const offered = (target: Target, ...scopes: readonly AllowedTargetScope[]) =>
    offeredPolicies(scopes.map(policyFor), target, takesOwnRequests).map(({ id }) => id);

  it("a policy that names their organization comes before the ones for all", () => {
    expect(
      offered(
        outsider({ organization: CONFIGURED }),
        "allExternalUsers",
        "specificConnectedOrganizationUsers",
        "allConfiguredConnectedOrganizationUsers",
      ),
    ).toEqual(["specificConnectedOrganizationUsers"]);
  });

  it("all configured organizations and all external users are of one class: the requestor picks", () => {
    expect(
      offered(
        outsider({ organization: CONFIGURED }),
        "allExternalUsers",
        "allConfiguredConnectedOrganizationUsers",
      ),
    ).toEqual(["allExternalUsers", "allConfiguredConnectedOrganizationUsers"]);
  });

  it("a guest is offered what is for the whole directory before what is for everybody outside", () => {
    expect(offered(guest(), "allExternalUsers", "allDirectoryUsers")).toEqual(["allDirectoryUsers"]);
  });
});
