/** What people and applications are told when they may not: every text, to be proof-read in refusals.txt (`npx vitest run <this file> -u`). */
import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/domain/authorization/action.js";
import {
  type CatalogInQuestion,
  type Denied,
  forbidden,
  missingRights,
} from "../../../src/domain/authorization/missing-rights.js";
import { PERMISSION_TABLE } from "../../../src/domain/authorization/permission-table.js";
import { mayActOnResource, type ResourceRight } from "../../../src/domain/authorization/resource-right.js";
import { isEntitlementRole } from "../../../src/domain/authorization/role.js";
import type { OriginSystem } from "../../../src/domain/catalog/resource.js";

const SALES: CatalogInQuestion = { id: "c1", seen: { displayName: "Sales", owners: ["Ann", "Bob"] } };

describe("refusals of authorization", () => {
  it("are the texts that were last read and agreed on", async () => {
    // The keys of the table are the actions, which Object.keys does not say.
    const actions = Object.keys(PERMISSION_TABLE) as Action[];
    const text = [
      'In catalog "Sales" (c1) of Ann and Bob where the action is one on a catalog, otherwise in the tenant.',
      "",
      ...actions.flatMap(refusalsOf),
      "Each right that would do, as `details` tell them to programs",
      "",
      ...rightsIn("a person, in a catalog they may not see", { catalog: { id: "c1" } }),
      ...rightsIn("a person, in a catalog they see", { catalog: SALES }),
      ...rightsIn("a person, in every catalog", { catalog: null }),
      ...rightsIn("a person, in the tenant", { action: "createCatalog", catalog: null }),
      ...rightsIn("a person without the permission", { denial: "lacksPermission" }),
      ...rightsIn("an application", { kind: "application" }),
      "A resource that one may not act on (after: You may not act on ...:)",
      "",
      ...RESOURCES.flatMap(rightOn),
    ].join("\n");
    await expect(text).toMatchFileSnapshot("refusals.txt");
  });
});

function refusalsOf(action: Action): readonly string[] {
  const { roles } = PERMISSION_TABLE[action];
  const isOnCatalog = roles.some((role) => isEntitlementRole(role) && role !== "catalogCreator");
  const said = (kind: Denied["kind"], denial: Denied["denial"]) =>
    forbidden({ kind, denial, action, catalog: isOnCatalog ? SALES : null }).message;
  const mayHaveRole = roles.some(isEntitlementRole);
  return [
    action,
    `  no permission  ${said("user", "lacksPermission")}`,
    `  no role        ${said("user", "lacksRole")}`,
    `  application    ${said("application", mayHaveRole ? "lacksRole" : "lacksPermission")}`,
    "",
  ];
}

function rightsIn(who: string, says: Partial<Denied>): readonly string[] {
  const rights = missingRights({
    kind: "user",
    action: "managePolicies",
    denial: "lacksRole",
    catalog: SALES,
    ...says,
  });
  return [
    who,
    ...rights.flatMap(({ code, target, displayName, message }) => [
      `  ${code} ${target} (${displayName})`,
      `    ${message}`,
    ]),
    "",
  ];
}

type Group = { readonly isUnifiedGroup?: boolean; readonly isAssignableToRole?: boolean };

const RESOURCES: readonly (readonly [string, OriginSystem, Group?])[] = [
  ["a security group", "AadGroup"],
  ["a Microsoft 365 group", "AadGroup", { isUnifiedGroup: true }],
  ["a group that can have directory roles", "AadGroup", { isAssignableToRole: true }],
  ["an application", "AadApplication"],
  ["a site", "SharePointOnline"],
  ["a directory role", "DirectoryRole"],
  ["an Azure resource", "AzureResources"],
];

function rightOn([name, originSystem, group]: (typeof RESOURCES)[number]): readonly string[] {
  const person = {
    kind: "user",
    objectId: "me",
    directoryRoleIds: [],
    ownerIds: [],
    groupIds: [],
    isUnifiedGroup: false,
    isAssignableToRole: false,
    ...group,
  } as const;
  const robot = {
    kind: "application",
    appRoles: [],
    isAssignableToRole: person.isAssignableToRole,
  } as const;
  return [
    name,
    `  a person       ${whyNot(mayActOnResource(originSystem, person))}`,
    `  an application ${whyNot(mayActOnResource(originSystem, robot))}`,
    "",
  ];
}

function whyNot(right: ResourceRight): string {
  return right.kind === "denied" ? right.because : "allowed";
}
