import { describe, expect, it } from "vitest";
import { type Denied, forbidden, missingRights } from "../../../src/domain/authorization/missing-rights.js";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../../src/domain/authorization/role.js";

const WRITE_ALL = "EntitlementManagement.ReadWrite.All";

function denied(says: Partial<Denied> = {}): Denied {
  return { kind: "user", action: "editCatalog", denial: "lacksRole", catalog: { id: "c1" }, ...says };
}
const targetsOf = (one: Denied) => missingRights(one).map(({ target }) => target);
const messageOf = (one: Denied, target: string) =>
  missingRights(one).find((right) => right.target === target)?.message;

describe("what a refusal says", () => {
  it("to a person without the permission: the delegated permissions, and that an administrator consents", () => {
    const refusal = forbidden(denied({ denial: "lacksPermission" }));
    expect(refusal).toMatchObject({
      code: "Forbidden",
      details: [{ code: "MissingPermission", target: WRITE_ALL }],
    });
    expect(refusal.message).toBe(
      `Changing a catalog needs the delegated permission ${WRITE_ALL} in the token; an administrator can consent to it for the application.`,
    );
  });

  it("to an application where no catalog role would help: the application permission, and who can grant it", () => {
    const refusal = forbidden(
      denied({
        kind: "application",
        action: "manageTenantSettings",
        denial: "lacksPermission",
        catalog: null,
      }),
    );
    expect(refusal.message).toBe(
      `Changing the settings of the tenant needs the application permission ${WRITE_ALL}; a Global Administrator can grant it.`,
    );
    expect(refusal.details).toEqual([
      {
        code: "MissingPermission",
        target: WRITE_ALL,
        message: "An application permission: a Global Administrator can grant it to the application.",
      },
    ]);
  });

  it("to an application with no role: the permission or the role, either would do, and no directory role", () => {
    expect(targetsOf(denied({ kind: "application" }))).toEqual([
      WRITE_ALL,
      ENTITLEMENT_ROLES.catalogOwner.id,
    ]);
    expect(forbidden(denied({ kind: "application" })).message).toBe(
      `Changing a catalog needs the application permission ${WRITE_ALL}, or the role Catalog owner of catalog c1. A catalog owner or an Identity Governance Administrator can give it.`,
    );
  });

  it("to a person with no role: every role that would do, by id, each with who can give it", () => {
    const { globalAdministrator, identityGovernanceAdministrator } = DIRECTORY_ROLES;
    const one = denied();
    expect(targetsOf(one)).toEqual([
      globalAdministrator.templateId,
      identityGovernanceAdministrator.templateId,
      ENTITLEMENT_ROLES.catalogOwner.id,
    ]);
    expect(messageOf(one, globalAdministrator.templateId)).toBe(
      "Global Administrator: a role of the directory. A Global Administrator or Privileged Role Administrator can give it.",
    );
    expect(messageOf(one, ENTITLEMENT_ROLES.catalogOwner.id)).toBe(
      "Catalog owner of catalog c1. An owner of the catalog can give it, and so can a Global Administrator or Identity Governance Administrator.",
    );
  });

  it("names the catalog and its owners to whoever may see the catalog", () => {
    const catalog = { id: "c1", seen: { displayName: "Sales", owners: ["Ann", "Bob"] } };
    const one = denied({ catalog });
    expect(messageOf(one, ENTITLEMENT_ROLES.catalogOwner.id)).toBe(
      'Catalog owner of catalog "Sales" (c1). Its owners (Ann, Bob) can give it, and so can a Global Administrator or Identity Governance Administrator.',
    );
    expect(forbidden(one).message).toContain('of catalog "Sales" (c1)');
    expect(forbidden(one).message).toContain("Owners: Ann, Bob.");
    expect(
      forbidden(denied({ catalog: { id: "c1", seen: { displayName: "Sales", owners: [] } } })).message,
    ).not.toContain("Owners");
  });

  it("says of a role that would have to hold in every catalog that administrators alone give it", () => {
    expect(messageOf(denied({ catalog: null }), ENTITLEMENT_ROLES.catalogOwner.id)).toBe(
      "Catalog owner of every catalog. Only a Global Administrator or Identity Governance Administrator can give it.",
    );
    const creating = denied({ action: "createCatalog", catalog: null });
    expect(messageOf(creating, ENTITLEMENT_ROLES.catalogCreator.id)).toBe(
      "Catalog creator: a role of the whole tenant. A Global Administrator or Identity Governance Administrator can give it.",
    );
    expect(forbidden(creating).message).toContain("or the role Catalog creator.");
  });

  it("says to a guest that members read the directory, which is no role that could be given", () => {
    const one = denied({ action: "readDirectory", catalog: null });
    expect(forbidden(one).message).toContain("member of the directory");
    expect(missingRights(one).map(({ displayName }) => displayName)).not.toContain("member of the directory");
  });
});
