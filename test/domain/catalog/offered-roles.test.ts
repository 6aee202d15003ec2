import { describe, expect, it } from "vitest";
import { refreshedRoles, rolesOf, rootScopeOf } from "../../../src/domain/catalog/offered-roles.js";

const derive = (...parts: readonly string[]) => parts.join("|");
const offered = (...originIds: readonly string[]) =>
  originIds.map((originId) => ({
    displayName: originId,
    description: null,
    originId,
    originSystem: "AadApplication" as const,
    type: "active" as const,
  }));
const roles = (...originIds: readonly string[]) => rolesOf(derive, "app", offered(...originIds));

describe("the roles and scopes of a resource in a catalog", () => {
  it("have the same ids however often the resource is read", () => {
    expect(roles("reader", "writer")).toEqual(roles("reader", "writer"));
    expect(rootScopeOf(derive, "app", "AadApplication", "origin")).toMatchObject({
      displayName: "Root",
      isRootScope: true,
      originId: "origin",
    });
  });

  it("follow the origin when it is read again: new ones appear, names change, unused ones go", () => {
    const renamed = rolesOf(derive, "app", [{ ...(offered("reader")[0] ?? fail()), displayName: "Reads" }]);
    const after = refreshedRoles(roles("reader", "gone"), [...renamed, ...roles("new")], new Set());
    expect(after.map(({ displayName }) => displayName)).toEqual(["Reads", "new"]);
  });

  it("keep a role that the origin no longer offers while a package gives it", () => {
    const [, used] = roles("reader", "gone");
    const after = refreshedRoles(roles("reader", "gone"), roles("reader"), new Set([used?.id ?? ""]));
    expect(after.map(({ originId }) => originId)).toEqual(["reader", "gone"]);
  });
});

function fail(): never {
  throw new Error("There is a first role.");
}
