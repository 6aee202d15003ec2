import { describe, expect, it } from "vitest";
import {
  packagesUsing,
  roleScope,
  rolesMeant,
  scopeOf,
  usedIds,
} from "../../../src/domain/access-package/role-scopes.js";
import { rolesOf, scopesOf } from "../../../src/domain/catalog/offered-roles.js";
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
  scopes: scopesOf(derive, "resource", "AadGroup", "group"),
  createdDateTime: NOW,
  modifiedDateTime: NOW,
};
const [member, owner] = resource.roles;

describe("the roles that a package gives", () => {
  it("are found by their id, or by what the origin calls them", () => {
    expect(rolesMeant(resource, { id: owner?.id })).toEqual([owner]);
    expect(rolesMeant(resource, { originId: "member_GROUP" })).toEqual([member]);
    expect(rolesMeant(resource, { originId: "Member_group", type: "eligible" })).toEqual([member]);
    expect(rolesMeant(resource, { id: "another", originId: "Member_group" })).toEqual([]);
    expect(rolesMeant(resource, {})).toEqual([]);
  });

  it("are told apart by their type where one origin stands for two", () => {
    const both = {
      ...resource,
      roles: [role("reader"), { ...role("reader"), type: "eligible" as const }].map((one) => ({
        id: one.type,
        ...one,
      })),
    };
    expect(rolesMeant(both, { originId: "reader" })).toHaveLength(2);
    expect(rolesMeant(both, { originId: "reader", type: "eligible" }).map(({ id }) => id)).toEqual([
      "eligible",
    ]);
  });

  it("apply at the root unless another scope is named", () => {
    const [root] = resource.scopes;
    expect(scopeOf(resource, {})).toBe(root);
    expect(scopeOf(resource, { originId: "group" })).toBe(root);
    expect(scopeOf(resource, { id: root?.id ?? "" })).toBe(root);
    expect(scopeOf(resource, { originId: "elsewhere" })).toBeUndefined();
    expect(scopeOf(resource, { originId: "elsewhere", isRootScope: true })).toBe(root);
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
    expect([...usedIds([uses, other])]).toEqual([
      "role-group",
      "scope-group",
      "role-elsewhere",
      "scope-elsewhere",
    ]);
  });
});
