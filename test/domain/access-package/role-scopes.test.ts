import { describe, expect, it } from "vitest";
import {
  packagesUsing,
  roleOf,
  roleScope,
  scopeOf,
  usedRoleIds,
} from "../../../src/domain/access-package/role-scopes.js";
import { rolesOf, rootScopeOf } from "../../../src/domain/catalog/offered-roles.js";
import type { Resource } from "../../../src/domain/catalog/resource.js";
import { NOW } from "../../builders/instants.js";
import { aPackage, memberOf } from "../../builders/packages.js";

const derive = (...parts: readonly string[]) => parts.join("|");
const role = (originId: string) => ({
  displayName: originId,
  description: null,
  originId,
  originSystem: "AadGroup" as const,
  type: "active" as const,
});
const resource: Resource = {
  kind: "resource",
  id: "resource",
  catalogId: "catalog",
  originSystem: "AadGroup",
  originId: "group",
  displayName: "Group",
  description: null,
  attributes: [],
  roles: rolesOf(derive, "resource", [role("Member_group"), role("Owner_group")]),
  scopes: [rootScopeOf(derive, "resource", "AadGroup", "group")],
  createdDateTime: NOW,
  modifiedDateTime: NOW,
};
const [member, owner] = resource.roles;

describe("the roles that a package gives", () => {
  it("are found by their id, or by what the origin calls them", () => {
    expect(roleOf(resource, { id: owner?.id })).toBe(owner);
    expect(roleOf(resource, { originId: "Member_group" })).toBe(member);
    expect(roleOf(resource, { id: "another", originId: "Member_group" })).toBeUndefined();
    expect(roleOf(resource, {})).toBeUndefined();
  });

  it("apply at the root unless another scope is named", () => {
    const [root] = resource.scopes;
    expect(scopeOf(resource, {})).toBe(root);
    expect(scopeOf(resource, { originId: "group" })).toBe(root);
    expect(scopeOf(resource, { originId: "elsewhere" })).toBeUndefined();
  });

  it("carry the ids of role and scope in theirs", () => {
    const [root] = resource.scopes;
    if (member === undefined || root === undefined) throw new Error("The resource has a role and a scope.");
    expect(roleScope(resource, member, root, NOW)).toMatchObject({
      id: `${member.id}_${root.id}`,
      resource: { id: "resource", originId: "group" },
    });
  });

  it("say which packages use a resource, and which roles are used", () => {
    const uses = aPackage({ id: "uses", resourceRoleScopes: [memberOf("group")] });
    const other = aPackage({ id: "other", resourceRoleScopes: [memberOf("elsewhere")] });
    expect(packagesUsing([uses, other], "resource-group")).toEqual([uses]);
    expect([...usedRoleIds([uses, other])]).toEqual(["role-group", "role-elsewhere"]);
  });
});
