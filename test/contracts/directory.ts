/** What every Directory promises: the same questions, asked of each adapter that has been filled with the same small organization. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Directory } from "../../src/application/ports/directory.js";

/** The organization. An adapter's seed gives each name an id and returns them. */
export type Organization = {
  /** managerOf: whom they report to; eve and fay report to each other. */
  readonly users: readonly {
    readonly name: string;
    readonly manager?: string;
    readonly sponsors?: readonly string[];
    readonly enabled?: boolean;
    readonly mail?: string;
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly members: readonly string[];
    readonly owners: readonly string[];
    readonly groupTypes?: readonly string[];
    readonly onPremisesSyncEnabled?: boolean;
  }[];
  readonly applications: readonly {
    readonly name: string;
    readonly roles: readonly string[];
    readonly owners: readonly string[];
  }[];
  readonly sites: readonly { readonly name: string; readonly webUrl: string }[];
  readonly directoryRoles: readonly { readonly principal: string; readonly roleTemplateId: string }[];
};

const GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

export const ORGANIZATION: Organization = {
  users: [
    { name: "ada", mail: "Ada.Head@example.org" },
    { name: "ben", manager: "ada" },
    { name: "cia", manager: "ben", sponsors: ["ben", "ada"] },
    { name: "dan", manager: "cia", enabled: false },
    { name: "eve", manager: "fay" },
    { name: "fay", manager: "eve" },
  ],
  groups: [
    { name: "inner", members: ["ben", "outer", "dan"], owners: ["ada"] },
    { name: "outer", members: ["cia", "inner"], owners: [] },
    { name: "rule", members: [], owners: ["ada"], groupTypes: ["DynamicMembership"] },
    { name: "synced", members: [], owners: [], onPremisesSyncEnabled: true },
  ],
  applications: [
    { name: "crm", roles: ["Reader", "Writer"], owners: ["cia"] },
    { name: "plain", roles: [], owners: [] },
  ],
  sites: [{ name: "harbor", webUrl: "https://sites.example.org/teams/Harbor" }],
  directoryRoles: [{ principal: "ada", roleTemplateId: GLOBAL_READER }],
};

const NOBODY = "00000000-0000-4000-8000-00000000dead";

export function directoryContract(
  adapter: string,
  seed: (
    organization: Organization,
  ) => Promise<{ readonly directory: Directory; readonly ids: ReadonlyMap<string, string> }>,
): void {
  describe(`the directory: ${adapter}`, () => {
    let directory: Directory;
    let ids: ReadonlyMap<string, string>;
    const id = (name: string): string => {
      const found = ids.get(name);
      if (found === undefined) throw new Error(`The seed gave no id for ${name}.`);
      return found;
    };
    const names = (found: readonly string[]): string[] =>
      found.map((one) => [...ids].find(([, value]) => value === one)?.[0] ?? one).toSorted();

    beforeAll(async () => {
      ({ directory, ids } = await seed(ORGANIZATION));
    });

    it("knows whom somebody manages directly, disabled accounts included", async () => {
      expect(names(await directory.reportsOf(id("ada")))).toEqual(["ben"]);
      expect(names(await directory.reportsOf(id("cia")))).toEqual(["dan"]);
      expect(names(await directory.reportsOf(id("eve")))).toEqual(["fay"]);
      expect(await directory.reportsOf(id("dan"))).toEqual([]);
      expect(await directory.reportsOf(NOBODY)).toEqual([]);
    });

    it("knows people by id and by mail in any letter case, and says so when there is nobody", async () => {
      expect(await directory.user(id("ada"))).toMatchObject({ displayName: "ada", managerId: null });
      const ids = (await directory.usersByMail("ADA.head@EXAMPLE.org")).map((user) => user.id);
      expect(ids).toEqual([id("ada")]);
      expect(await directory.user(NOBODY)).toBeUndefined();
      expect(await directory.usersByMail("nobody@example.org")).toEqual([]);
    });

    it("gives several people at once, leaving out those who are not there", async () => {
      const found = await directory.users([id("ada"), id("ben"), NOBODY, id("ada")]);
      expect(names([...found.keys()])).toEqual(["ada", "ben"]);
      expect(found.get(id("ben"))?.managerId).toBe(id("ada"));
    });

    it("tells kinds of object apart: a group is no person", async () => {
      expect(await directory.user(id("inner"))).toBeUndefined();
      expect(await directory.group(id("ada"))).toBeUndefined();
      expect(await directory.servicePrincipal(id("inner"))).toBeUndefined();
    });

    it("lists the managers above somebody from the nearest up, as many levels as asked", async () => {
      const above = async (name: string, levels: number) =>
        (await directory.managers(id(name), levels)).map((manager) => manager.displayName);
      expect(await above("dan", 5)).toEqual(["cia", "ben", "ada"]);
      expect(await above("dan", 2)).toEqual(["cia", "ben"]);
      expect(await above("ada", 3)).toEqual([]);
      expect(await directory.managers(NOBODY, 3)).toEqual([]);
    });

    it("ends a line of managers where it comes round to where it began", async () => {
      expect((await directory.managers(id("eve"), 10)).map((manager) => manager.displayName)).toEqual([
        "fay",
      ]);
    });

    it("lists sponsors", async () => {
      expect((await directory.sponsors(id("cia"))).map((one) => one.displayName).toSorted()).toEqual([
        "ada",
        "ben",
      ]);
      expect(await directory.sponsors(id("ada"))).toEqual([]);
    });

    it("finds everybody in a group through groups in it, disabled accounts too, and bears circles", async () => {
      expect(names(await directory.transitiveMembers(id("outer")))).toEqual(["ben", "cia", "dan"]);
      expect(names(await directory.transitiveMembers(id("inner")))).toEqual(["ben", "cia", "dan"]);
      expect(await directory.transitiveMembers(NOBODY)).toEqual([]);
    });

    it("finds every group that somebody is in, through groups in groups, and bears circles", async () => {
      expect(names(await directory.transitiveMemberOf(id("ben")))).toEqual(["inner", "outer"]);
      expect(names(await directory.transitiveMemberOf(id("cia")))).toEqual(["inner", "outer"]);
      expect(await directory.transitiveMemberOf(id("ada"))).toEqual([]);
    });

    it("lists owners of groups and applications", async () => {
      expect(names(await directory.groupOwners(id("inner")))).toEqual(["ada"]);
      expect(names(await directory.applicationOwners(id("crm")))).toEqual(["cia"]);
      expect(await directory.groupOwners(NOBODY)).toEqual([]);
    });

    it("lists directory roles", async () => {
      expect(await directory.directoryRoles(id("ada"))).toEqual([GLOBAL_READER]);
      expect(await directory.directoryRoles(id("ben"))).toEqual([]);
    });

    it("knows an application by its appId as it stands in tokens", async () => {
      const found = await directory.servicePrincipal(id("crm"));
      expect(found?.appRoles.map((role) => role.displayName)).toEqual(["Reader", "Writer"]);
      expect((await directory.servicePrincipalByAppId(found?.appId.toUpperCase() ?? ""))?.id).toBe(id("crm"));
      expect(await directory.servicePrincipalByAppId(NOBODY)).toBeUndefined();
    });

    it("says what a group, an application and a site offer to a catalog", async () => {
      const roles = async (...of: Parameters<Directory["resource"]>) =>
        (await directory.resource(...of))?.roles.map((role) => [role.displayName, role.originId]);
      const inner = id("inner");
      expect(await roles("AadGroup", inner)).toEqual([
        ["Member", `Member_${inner}`],
        ["Owner", `Owner_${inner}`],
      ]);
      expect((await roles("AadApplication", id("crm")))?.map(([name]) => name)).toEqual(["Reader", "Writer"]);
      expect(await roles("AadApplication", id("plain"))).toEqual([
        ["Default Access", "00000000-0000-0000-0000-000000000000"],
      ]);
      expect((await roles("SharePointOnline", "https://sites.example.org/teams/harbor/"))?.length).toBe(3);
      expect(await directory.resource("AadGroup", NOBODY)).toBeUndefined();
      expect(await directory.resource("SharePointOnline", "https://sites.example.org/none")).toBeUndefined();
    });

    it("offers only the owner role of a group whose members a rule decides, and refuses a synchronized group", async () => {
      const rule = await directory.resource("AadGroup", id("rule"));
      expect(rule?.roles.map((role) => role.displayName)).toEqual(["Owner"]);
      expect(rule?.unsuitable).toBeNull();
      expect((await directory.resource("AadGroup", id("synced")))?.unsuitable).toMatch(/on-premises/);
    });
  });
}
