import { describe, expect, it } from "vitest";
import { explain, type Question } from "../../../src/domain/authorization/explain.js";
import { DIRECTORY_ROLES } from "../../../src/domain/authorization/role.js";
import { heldRoles } from "../../../src/domain/authorization/role-assignment.js";
import { NOW } from "../../builders/instants.js";

const WRITE_ALL = "EntitlementManagement.ReadWrite.All";

function question(says: Partial<Question> = {}): Question {
  return {
    credentials: { kind: "user", scopes: [WRITE_ALL], directoryRoleIds: [] },
    isTokenKnown: true,
    held: [],
    isMember: true,
    action: "editCatalog",
    catalog: { id: "here" },
    ...says,
  };
}
const checksOf = (says: Partial<Question>) =>
  explain(question(says)).checks.map(({ check, verdict }) => `${check} ${verdict}`);

describe("an explanation", () => {
  it("ends with the check that decides: the token, the directory role, being a member, or the catalog role", () => {
    expect(checksOf({ credentials: { kind: "user", scopes: [], directoryRoleIds: [] } })).toEqual([
      "delegatedPermission denies",
    ]);
    const { templateId } = DIRECTORY_ROLES.globalAdministrator;
    expect(
      checksOf({ credentials: { kind: "user", scopes: [WRITE_ALL], directoryRoleIds: [templateId] } }),
    ).toEqual(["delegatedPermission goesOn", "directoryRole allows"]);
    const reading = { kind: "user", scopes: ["User.Read.All"], directoryRoleIds: [] } as const;
    expect(checksOf({ credentials: reading, action: "readDirectory", catalog: null })).toEqual([
      "delegatedPermission goesOn",
      "directoryRole goesOn",
      "member allows",
    ]);
    expect(checksOf({ held: [{ role: "catalogOwner", catalogId: "here" }] })).toEqual([
      "delegatedPermission goesOn",
      "directoryRole goesOn",
      "entitlementRole allows",
    ]);
  });

  it("tells of each check what would be enough and what is there, and asks only what is about such a caller", () => {
    const { checks } = explain(question({ held: [{ role: "catalogReader", catalogId: "here" }] }));
    expect(checks).toEqual([
      { check: "delegatedPermission", anyOf: [WRITE_ALL], has: [WRITE_ALL], verdict: "goesOn" },
      {
        check: "directoryRole",
        anyOf: ["globalAdministrator", "identityGovernanceAdministrator"],
        has: [],
        verdict: "goesOn",
      },
      { check: "entitlementRole", anyOf: ["catalogOwner"], has: [], verdict: "goesOn" },
    ]);
    const robot = { kind: "application", appRoles: ["User.Read.All"] } as const;
    expect(checksOf({ action: "manageTenantSettings", catalog: null })).toEqual([
      "delegatedPermission goesOn",
      "directoryRole goesOn",
    ]);
    expect(explain(question({ credentials: robot })).checks).toEqual([
      { check: "applicationPermission", anyOf: [WRITE_ALL], has: [], verdict: "goesOn" },
      { check: "entitlementRole", anyOf: ["catalogOwner"], has: [], verdict: "goesOn" },
    ]);
    const reading = { kind: "user", scopes: ["User.Read.All"], directoryRoleIds: [] } as const;
    const guest = { credentials: reading, isMember: false, action: "readDirectory", catalog: null } as const;
    expect(checksOf(guest)).toEqual(["delegatedPermission goesOn", "directoryRole goesOn", "member goesOn"]);
    expect(explain(question(guest)).checks.at(-1)).toMatchObject({ anyOf: ["member"], has: [] });
  });

  it("says that an action is allowed everywhere only if it is: a role of one catalog is one of that catalog", () => {
    const held = [{ role: "catalogOwner", catalogId: "here" }] as const;
    expect(explain(question({ held })).allowedIn).toEqual(["here"]);
    expect(explain(question({ held, catalog: null }))).toMatchObject({
      decision: "denied",
      allowedIn: ["here"],
    });
    expect(explain(question({ catalog: null }))).toMatchObject({ decision: "denied", allowedIn: [] });
  });

  it("says of the directory, which every member reads, that it is allowed as a whole", () => {
    const reading = { kind: "user", scopes: ["User.Read.All"], directoryRoleIds: [] } as const;
    const asked = question({ credentials: reading, action: "readDirectory", catalog: null });
    expect(explain(asked)).toMatchObject({ decision: "allowed", allowedIn: "all", assumes: [], missing: [] });
  });

  it("shows every check when none of them allows it", () => {
    const said = explain(question({ held: [{ role: "catalogOwner", catalogId: "elsewhere" }] }));
    expect(said.decision).toBe("denied");
    expect(said.checks.map(({ verdict }) => verdict)).toEqual(["goesOn", "goesOn", "goesOn"]);
    expect(said.allowedIn).toEqual(["elsewhere"]);
    const guest = question({ isMember: false, action: "readDirectory", catalog: null });
    const reading = { kind: "user", scopes: ["User.Read.All"], directoryRoleIds: [] } as const;
    expect(explain({ ...guest, credentials: reading }).decision).toBe("denied");
  });

  it("names the group through which a role is held, and skips roles that this version does not know", () => {
    const assignment = {
      kind: "roleAssignment" as const,
      id: "a",
      principalId: "team",
      roleDefinitionId: "ae79f266-94d4-4dab-b730-feca7e132178",
      appScopeId: "/AccessPackageCatalog/here",
      catalogId: "here",
      createdDateTime: NOW,
    };
    const held = heldRoles("me", [
      assignment,
      { ...assignment, principalId: "me" },
      { ...assignment, roleDefinitionId: "of a later version" },
    ]);
    expect(held).toEqual([
      { role: "catalogOwner", catalogId: "here", throughGroupId: "team" },
      { role: "catalogOwner", catalogId: "here" },
    ]);
  });

  it("of somebody who is not calling takes a person's permission for granted, and says so", () => {
    const held = [{ role: "catalogOwner", catalogId: "here" }] as const;
    const credentials = { kind: "user", scopes: [], directoryRoleIds: [] } as const;
    const said = explain(question({ isTokenKnown: false, credentials, held }));
    expect(said).toMatchObject({ decision: "allowed", assumes: [WRITE_ALL], missing: [] });
    expect(explain(question({ isTokenKnown: false, credentials })).decision).toBe("denied");
  });

  it("of an application that is not calling says that it depends on the token, unless a role decides", () => {
    const credentials = { kind: "application", appRoles: [] } as const;
    const said = explain(question({ isTokenKnown: false, credentials }));
    expect(said).toMatchObject({ decision: "dependsOnToken", assumes: [] });
    const held = [{ role: "catalogOwner", catalogId: null }] as const;
    const allowed = explain(question({ isTokenKnown: false, credentials, held }));
    expect(allowed).toMatchObject({ decision: "allowed", allowedIn: "all" });
    const strong = { kind: "application", appRoles: [WRITE_ALL] } as const;
    expect(explain(question({ isTokenKnown: false, credentials: strong })).decision).toBe("dependsOnToken");
    expect(explain(question({ credentials: strong, catalog: null }))).toMatchObject({
      decision: "allowed",
      allowedIn: "all",
    });
  });
});
