import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/domain/authorization/action.js";
import { type Credentials, type HeldRole, roleChecks } from "../../../src/domain/authorization/checks.js";
import { may, mayByToken, mayWhere } from "../../../src/domain/authorization/may.js";
import { PERMISSION_TABLE } from "../../../src/domain/authorization/permission-table.js";
import {
  DIRECTORY_ROLES,
  ENTITLEMENT_ROLES,
  type EntitlementRole,
  isDirectoryRole,
  isEntitlementRole,
} from "../../../src/domain/authorization/role.js";

// The keys of the table are the actions, which Object.keys does not say.
const ACTIONS = Object.keys(PERMISSION_TABLE) as Action[];
// As above.
const EVERY_ENTITLEMENT_ROLE = Object.keys(ENTITLEMENT_ROLES) as EntitlementRole[];
const HERE = "catalog-here";
const ELSEWHERE = "catalog-elsewhere";

function person(scopes: readonly string[], directoryRoleIds: readonly string[] = []): Credentials {
  return { kind: "user", scopes, directoryRoleIds };
}

describe.each(ACTIONS)("%s", (action) => {
  const row = PERMISSION_TABLE[action];

  it("is allowed to a person with any of its permissions and any of its roles", () => {
    for (const scope of row.delegated) {
      for (const role of row.roles) {
        const ids = isDirectoryRole(role) ? [DIRECTORY_ROLES[role].templateId] : [];
        const held: HeldRole[] = isEntitlementRole(role) ? [{ role, catalogId: HERE }] : [];
        expect(may(person([scope], ids), held, role === "member", action, HERE)).toBe("allowed");
      }
    }
  });

  it("is refused to a person who has every role but no permission", () => {
    const everyRole = Object.values(DIRECTORY_ROLES).map(({ templateId }) => templateId);
    expect(may(person([], everyRole), [], true, action, HERE)).toBe("lacksPermission");
  });

  it("is refused to a person with every permission but a role of another catalog", () => {
    const held: HeldRole[] = row.roles
      .filter(isEntitlementRole)
      .map((role) => ({ role, catalogId: ELSEWHERE }));
    expect(may(person(row.delegated), held, false, action, HERE)).toBe("lacksRole");
  });

  it("is refused to roles that are not in its row", () => {
    for (const [role, { templateId }] of Object.entries(DIRECTORY_ROLES)) {
      if (row.roles.some((one) => one === role)) continue;
      expect(may(person(row.delegated, [templateId]), [], false, action, HERE)).not.toBe("allowed");
    }
    for (const role of EVERY_ENTITLEMENT_ROLE) {
      if (row.roles.includes(role)) continue;
      expect(may(person(row.delegated), [{ role, catalogId: HERE }], false, action, HERE)).toBe("lacksRole");
    }
  });

  it("is allowed to an application by permission alone, or by a catalog role alone, there only", () => {
    for (const permission of row.application)
      expect(may({ kind: "application", appRoles: [permission] }, [], false, action, HERE)).toBe("allowed");
    const powerless: Credentials = { kind: "application", appRoles: [] };
    for (const role of row.roles.filter(isEntitlementRole)) {
      expect(may(powerless, [{ role, catalogId: HERE }], false, action, HERE)).toBe("allowed");
      expect(may(powerless, [{ role, catalogId: ELSEWHERE }], false, action, HERE)).not.toBe("allowed");
    }
    expect(may(powerless, [], false, action, HERE)).not.toBe("allowed");
  });
});

describe("the token alone", () => {
  it("answers where no role of ours and no membership could: nothing is looked up for such a caller", () => {
    const robot: Credentials = { kind: "application", appRoles: [] };
    expect(mayByToken(robot, "manageTenantSettings")).toBe("lacksPermission");
    expect(mayByToken(robot, "readDirectory")).toBe("lacksPermission");
    const administrators = person(["EntitlementManagement.ReadWrite.All"]);
    expect(mayByToken(administrators, "manageTenantSettings")).toBe("lacksRole");
    expect(mayByToken(person(["User.Read.All"]), "readDirectory")).toBe("roles");
    expect(mayByToken(robot, "editCatalog")).toBe("roles");
  });

  it("lists nothing to whoever lacks the permission, and everything to administrators", () => {
    const owner = [{ role: "catalogOwner", catalogId: HERE }] as const;
    expect(mayWhere(person([]), owner, "editCatalog")).toEqual([]);
    const { templateId } = DIRECTORY_ROLES.globalAdministrator;
    const administrator = person(["EntitlementManagement.ReadWrite.All"], [templateId]);
    expect(mayWhere(administrator, [], "editCatalog")).toBe("all");
  });

  it("of an application never makes it a member of the directory", () => {
    const robot: Credentials = { kind: "application", appRoles: [] };
    expect(roleChecks(robot, PERMISSION_TABLE.readDirectory, [], true, null)).toEqual([]);
  });
});

describe("laws of the permission table", () => {
  const catalogs = ["c1", "c2", "c3"];
  const held = fc.array(
    fc.record({
      role: fc.constantFrom(...EVERY_ENTITLEMENT_ROLE),
      catalogId: fc.constantFrom(...catalogs, null),
    }),
    { maxLength: 4 },
  );
  const credentials: fc.Arbitrary<Credentials> = fc.oneof(
    fc.record({
      kind: fc.constant("user" as const),
      scopes: fc.subarray([
        "EntitlementManagement.Read.All",
        "EntitlementManagement.ReadWrite.All",
        "AuditLog.Read.All",
      ]),
      directoryRoleIds: fc.subarray(
        Object.values(DIRECTORY_ROLES).map(({ templateId }) => templateId as string),
        { maxLength: 2 },
      ),
    }),
    fc.record({
      kind: fc.constant("application" as const),
      appRoles: fc.subarray(["EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"]),
    }),
  );

  it("what a list shows is what one may look at, catalog by catalog", () => {
    fc.assert(
      fc.property(credentials, held, fc.constantFrom(...ACTIONS), (who, roles, action) => {
        const where = mayWhere(who, roles, action);
        for (const catalog of catalogs) {
          const one = may(who, roles, false, action, catalog) === "allowed";
          expect(where === "all" || where.includes(catalog)).toBe(one);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("what the token alone decides, roles do not change", () => {
    fc.assert(
      fc.property(credentials, held, fc.constantFrom(...ACTIONS), (who, roles, action) => {
        const byToken = mayByToken(who, action);
        const whole = may(who, roles, true, action, "c1");
        expect(byToken === "roles" ? whole : byToken).toEqual(whole);
      }),
      { numRuns: 2_000 },
    );
  });

  it("another role or permission never takes a right away", () => {
    fc.assert(
      fc.property(credentials, held, held, fc.constantFrom(...ACTIONS), (who, some, more, action) => {
        const before = may(who, some, false, action, "c1");
        const after = may(who, [...some, ...more], true, action, "c1");
        expect(before === "allowed" && after !== "allowed").toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
