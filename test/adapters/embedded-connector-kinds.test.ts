/** The roles that only the embedded connector gives by itself: eligible ones, directory roles, Azure; and attributes of people. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbeddedConnector } from "../../src/adapters/embedded/connector/connector.js";
import type { Connector } from "../../src/application/ports/connector.js";
import type { GrantedRole } from "../../src/domain/assignment/role-grant.js";
import { grantedAttribute } from "../../src/domain/assignment/user-attribute.js";
import { DIRECTORY_ROLES } from "../../src/domain/authorization/role.js";
import { must } from "../builders/world.js";
import { emptyFolder } from "./embedded-organization.js";

const folder = emptyFolder();
afterAll(() => folder.close());

const SUBSCRIPTION = "/subscriptions/38ab2ccc-3747-4567-b36b-9478f5602f0d";
const READER = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/reader`;
const REPORTS = DIRECTORY_ROLES.reportsReader.templateId;

function role(says: Partial<GrantedRole>): GrantedRole {
  return {
    originSystem: "AadGroup",
    resourceOriginId: "pim",
    resourceDisplayName: "the resource",
    roleOriginId: "",
    roleDisplayName: "the role",
    scopeOriginId: "pim",
    ...says,
  };
}

const azure = (says: Partial<GrantedRole> = {}) =>
  role({
    originSystem: "AzureResources",
    resourceOriginId: SUBSCRIPTION,
    roleOriginId: READER,
    scopeOriginId: SUBSCRIPTION,
    ...says,
  });

const ROLES: readonly (readonly [string, GrantedRole])[] = [
  ["eligible membership", role({ roleOriginId: "EligibleMember_pim", roleType: "eligible" })],
  ["eligible ownership", role({ roleOriginId: "EligibleOwner_pim", roleType: "eligible" })],
  [
    "an active directory role",
    role({ originSystem: "DirectoryRole", resourceOriginId: REPORTS, roleOriginId: "Active" }),
  ],
  [
    "an eligible directory role",
    role({ originSystem: "DirectoryRole", resourceOriginId: REPORTS, roleOriginId: "Eligible" }),
  ],
  ["an active role in a subscription", azure()],
  ["an eligible role in a subscription", azure({ roleType: "eligible" })],
  ["a role in a resource group", azure({ scopeOriginId: `${SUBSCRIPTION}/resourceGroups/rg` })],
  ["an attribute", grantedAttribute({ name: "jobTitle", value: "Pilot", isPersisted: false })],
  [
    "an extension attribute",
    grantedAttribute({ name: "extensionAttribute3", value: "Pilot", isPersisted: false }),
  ],
];

describe("the embedded connector", () => {
  let connector: Connector;
  beforeAll(async () => {
    connector = openEmbeddedConnector(folder.directory);
    const { users, groups, azureResources } = folder.directory;
    for (const id of ["eve", "fay"])
      must(await users.create({ id, displayName: id, userPrincipalName: `${id}@example.org` }));
    must(await groups.create({ id: "pim", displayName: "pim", isPimManaged: true }));
    must(await groups.create({ id: "plain", displayName: "plain" }));
    must(
      await azureResources.create({
        displayName: "Production",
        armId: SUBSCRIPTION,
        roleDefinitions: [{ id: READER, displayName: "Reader", description: null }],
        scopes: [{ armId: `${SUBSCRIPTION}/resourceGroups/rg`, displayName: "/resourceGroups/rg" }],
      }),
    );
  });

  it.each(ROLES)("gives and takes %s, proven by reading it back, however often", async (_, one) => {
    expect(await connector.has(one, "eve")).toBe(false);
    for (const key of ["1", "1", "2"])
      expect(await connector.grant(one, "eve", key)).toEqual({ kind: "done" });
    expect(await connector.has(one, "eve")).toBe(true);
    expect(await connector.has(one, "fay")).toBe(false);
    // None of the others came with it.
    const others = ROLES.filter(([, other]) => other !== one);
    for (const [name, other] of others)
      expect([name, await connector.has(other, "eve")]).toEqual([name, false]);
    for (const key of ["3", "4"]) expect(await connector.revoke(one, "eve", key)).toEqual({ kind: "done" });
    expect(await connector.has(one, "eve")).toBe(false);
  });

  it("gives a directory role that counts when it is active, and none when it is eligible", async () => {
    const active = ROLES[2]?.[1] ?? role({});
    const eligible = ROLES[3]?.[1] ?? role({});
    await connector.grant(eligible, "fay", "1");
    expect(await folder.directory.directory.directoryRoles("fay")).toEqual([]);
    await connector.grant(active, "fay", "2");
    expect(await folder.directory.directory.directoryRoles("fay")).toEqual([REPORTS]);
  });

  it("says what is wrong: no such role, scope, group or attribute, and nobody is eligible for a group without PIM", async () => {
    const wrong = [
      role({ roleOriginId: "EligibleMember_other" }),
      role({ resourceOriginId: "plain", roleOriginId: "EligibleOwner_plain" }),
      role({ originSystem: "DirectoryRole", resourceOriginId: REPORTS, roleOriginId: "Forever" }),
      azure({ roleOriginId: "owner" }),
      azure({ scopeOriginId: "/elsewhere" }),
      azure({ resourceOriginId: "/subscriptions/none" }),
      grantedAttribute({ name: "accountEnabled", value: "false", isPersisted: false }),
    ];
    for (const one of wrong) expect(await connector.grant(one, "eve", "1")).toMatchObject({ kind: "failed" });
    for (const [, one] of ROLES) expect((await connector.grant(one, "nobody", "1")).kind).toBe("failed");
  });

  it("writes several attributes of one person at the same moment, and loses none", async () => {
    const all = [1, 2, 4, 5, 6, 7].map((n) =>
      grantedAttribute({ name: `extensionAttribute${n}`, value: String(n), isPersisted: false }),
    );
    await Promise.all(all.map((one) => connector.grant(one, "eve", "1")));
    for (const one of all) expect(await connector.has(one, "eve")).toBe(true);
  });
});
