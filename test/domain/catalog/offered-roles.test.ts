import { describe, expect, it } from "vitest";
import { refreshed, rolesOf, scopesOf } from "../../../src/domain/catalog/offered-roles.js";

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
    expect(scopesOf(derive, "app", "AadApplication", "origin")).toEqual(
      scopesOf(derive, "app", "AadApplication", "origin"),
    );
  });

  it("have one scope, the root, which is the whole resource", () => {
    expect(scopesOf(derive, "app", "AadApplication", "origin")).toEqual([
      {
        id: "resourceScope|app|origin",
        displayName: "Root",
        description: "Root Scope",
        originId: "origin",
        originSystem: "AadApplication",
        isRootScope: true,
      },
    ]);
  });

  it("have several scopes in Azure, the root first", () => {
    const group = { originId: "/subscriptions/s/resourceGroups/rg", displayName: "/resourceGroups/rg" };
    const scopes = scopesOf(derive, "sub", "AzureResources", "/subscriptions/s", [group]);
    expect(scopes.map(({ isRootScope, displayName }) => [isRootScope, displayName])).toEqual([
      [true, "Root"],
      [false, "/resourceGroups/rg"],
    ]);
    expect(new Set(scopes.map(({ id }) => id)).size).toBe(2);
  });

  it("tell apart the active and the eligible role of one Azure role definition", () => {
    const azure = offered("reader").map((role) => ({ ...role, originSystem: "AzureResources" as const }));
    const both = [...azure, ...azure.map((role) => ({ ...role, type: "eligible" as const }))];
    expect(new Set(rolesOf(derive, "sub", both).map(({ id }) => id)).size).toBe(2);
  });

  it("follow the origin when it is read again: new ones appear, names change, unused ones go", () => {
    const renamed = rolesOf(derive, "app", [{ ...(offered("reader")[0] ?? fail()), displayName: "Reads" }]);
    const after = refreshed(roles("reader", "gone"), [...renamed, ...roles("new")], new Set());
    expect(after.map(({ displayName }) => displayName)).toEqual(["Reads", "new"]);
  });

  it("keep a role that the origin no longer offers while a package gives it", () => {
    const [, used] = roles("reader", "gone");
    const after = refreshed(roles("reader", "gone"), roles("reader"), new Set([used?.id ?? ""]));
    expect(after.map(({ originId }) => originId)).toEqual(["reader", "gone"]);
  });
});

function fail(): never {
  throw new Error("There is a first role.");
}
