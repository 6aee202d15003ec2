import { describe, expect, it } from "vitest";
import { LIMIT_NAMES, LIMIT_TABLE, limitOf, quotaExceeded } from "../../../src/domain/tenant/limit-table.js";

describe("the limits", () => {
  it("are those of the specification until somebody changes them", () => {
    const defaults = Object.fromEntries(LIMIT_NAMES.map((name) => [name, limitOf({ limits: {} }, name)]));
    expect(defaults).toMatchObject({
      catalogs: 7_500,
      accessPackages: 20_000,
      assignmentPolicies: 25_000,
      assignments: 300_000,
      assignmentRequestsInThreeMonths: 200_000,
      connectedOrganizations: 2_500,
      customExtensions: 500,
      customExtensionsPerPolicy: 5,
      connectedOrganizationsPerPolicy: 1_000,
      usersAndGroupsPerPolicy: 500,
      resourceAttributesPerCatalog: 20,
      approvalStages: 3,
    });
    expect(limitOf({ limits: { catalogs: 1 } }, "catalogs")).toBe(1);
  });

  it("have defaults within the bounds of what can be set", () => {
    for (const name of LIMIT_NAMES) {
      const { min, max, default: usual } = LIMIT_TABLE[name];
      expect([name, min <= usual && usual <= max]).toEqual([name, true]);
    }
  });

  it("when passed say the limit, how many there are, whose they are, and who can raise it", () => {
    expect(quotaExceeded("approvalStages", 3, 4, "this one")).toMatchObject({
      code: "QuotaExceeded",
      message:
        'There may be at most 3 approval stages in one policy, and this one has 4. An Identity Governance Administrator can raise the limit "approvalStages" in the settings (PATCH /identityGovernance/entitlementManagement/settings).',
      details: [
        { code: "Limit", message: "3", target: "approvalStages" },
        { code: "Used", message: "4", target: "approvalStages" },
      ],
    });
    expect(quotaExceeded("catalogs", 2, 2).message).toContain("at most 2 catalogs, and there are 2.");
  });
});
