/** The embedded directory: the contract, and what its writers keep true. */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { directoryContract, ORGANIZATION } from "../contracts/directory.js";
import { emptyFolder, must, seed } from "./embedded-organization.js";

const shared = emptyFolder();
afterAll(() => shared.close());

directoryContract("embedded", async (organization) => ({
  ids: await seed(shared, organization),
  directory: shared.directory.directory,
}));

describe("names in the embedded directory", () => {
  it("are given to one person only, in any letter case, even when two ask at the same moment", async () => {
    const folder = emptyFolder();
    const { users } = folder.directory;
    const outcomes = await Promise.all(
      ["zoe@example.org", "ZOE@example.org", "Zoe@Example.org"].map((userPrincipalName) =>
        users.create({ displayName: "Zoe", userPrincipalName }),
      ),
    );
    expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(["done", "refused", "refused"]);
    await folder.close();
  });

  it("are free again when their bearer is deleted or renamed", async () => {
    const folder = emptyFolder();
    const { users } = folder.directory;
    const first = must(await users.create({ displayName: "A", userPrincipalName: "a@example.org" })).document;
    must(await users.update(first.id, { userPrincipalName: "b@example.org" }));
    const second = must(
      await users.create({ displayName: "A", userPrincipalName: "a@example.org" }),
    ).document;
    expect(await users.update(second.id, { userPrincipalName: "B@example.org" })).toMatchObject({
      kind: "refused",
    });
    must(await users.delete(first.id));
    must(await users.update(second.id, { userPrincipalName: "B@example.org" }));
    await folder.close();
  });
});

describe("changing the embedded directory", () => {
  it("loses no edit when several change the same person at once", async () => {
    const folder = emptyFolder();
    const { users } = folder.directory;
    const { id } = must(
      await users.create({ displayName: "A", userPrincipalName: "a@example.org" }),
    ).document;
    const sponsors = await Promise.all(
      ["s1", "s2", "s3", "s4", "s5"].map(
        async (name) =>
          must(await users.create({ displayName: name, userPrincipalName: `${name}@example.org` })).document
            .id,
      ),
    );
    await Promise.all(sponsors.map(async (sponsor) => must(await users.addSponsor(id, sponsor))));
    const found = await folder.directory.directory.sponsors(id);
    expect(found.map((one) => one.id).toSorted()).toEqual(sponsors.toSorted());
    expect(await users.addSponsor(id, id)).toMatchObject({ kind: "refused", code: "QuotaExceeded" });
    await folder.close();
  });

  it("is refused when If-Match names an older version", async () => {
    const folder = emptyFolder();
    const { users } = folder.directory;
    const first = must(await users.create({ displayName: "A", userPrincipalName: "a@example.org" }));
    const second = must(await users.update(first.document.id, { jobTitle: "Pilot" }, first.etag));
    expect(await users.update(first.document.id, { jobTitle: "Cook" }, first.etag)).toMatchObject({
      code: "PreconditionFailed",
    });
    must(await users.update(first.document.id, { jobTitle: "Cook" }, second.etag));
    await folder.close();
  });

  it("refuses a manager who reports to the person", async () => {
    const folder = emptyFolder();
    const ids = await seed(folder, ORGANIZATION);
    const id = (name: string) => ids.get(name) ?? "";
    const { users } = folder.directory;
    expect(await users.setManager(id("ada"), id("dan"))).toMatchObject({ code: "BadRequest" });
    expect(await users.setManager(id("ada"), id("ada"))).toMatchObject({ code: "BadRequest" });
    must(await users.setManager(id("dan"), id("ada")));
    await folder.close();
  });

  it("leaves nothing behind of somebody who is deleted, and tells of it in the feed of changes", async () => {
    const folder = emptyFolder();
    const ids = await seed(folder, ORGANIZATION);
    const id = (name: string) => ids.get(name) ?? "";
    const { directory, users, applications, sites } = folder.directory;
    const crm = must(
      await applications.assignRole(
        id("crm"),
        id("ben"),
        (await directory.servicePrincipal(id("crm")))?.appRoles[0]?.id ?? "",
      ),
    );
    must(await sites.grant(id("harbor"), "4", id("ben")));
    expect(crm.added).toBe(true);
    must(await users.delete(id("ben")));
    expect(await directory.user(id("ben"))).toBeUndefined();
    expect(await directory.transitiveMemberOf(id("ben"))).toEqual([]);
    expect((await directory.user(id("cia")))?.managerId).toBeNull();
    expect((await directory.sponsors(id("cia"))).map((one) => one.displayName)).toEqual(["ada"]);
    const { items } = await folder.documents.changes("directory", undefined, 1000);
    const naming = items.filter((item) => JSON.stringify(item.document).includes(id("ben")));
    expect(naming.map((item) => item.document.kind)).toEqual(["deletedUser"]);
    expect(await users.delete(id("ben"))).toMatchObject({ code: "Request_ResourceNotFound" });
    await folder.close();
  });

  it("counts up with every write, so that nothing looked up before it is believed after it", async () => {
    const folder = emptyFolder();
    const before = folder.directory.generation();
    must(await folder.directory.users.create({ displayName: "A", userPrincipalName: "a@example.org" }));
    expect(folder.directory.generation()).toBeGreaterThan(before);
    await folder.close();
  });
});

describe("membership", () => {
  it("through any web of groups is exactly what a walk over the arrows finds", async () => {
    const arrows = fc.uniqueArray(
      fc.tuple(fc.nat(6), fc.nat(6)).filter(([from, to]) => from !== to),
      {
        maxLength: 20,
        selector: (pair) => pair.join(),
      },
    );
    const people = fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(3)), {
      maxLength: 10,
      selector: (pair) => pair.join(),
    });
    await fc.assert(
      fc.asyncProperty(arrows, people, async (nested, members) => {
        const folder = emptyFolder();
        const { directory, users, groups } = folder.directory;
        const groupIds: string[] = [];
        for (let index = 0; index < 7; index += 1) {
          groupIds.push(must(await groups.create({ displayName: `g${index}` })).document.id);
        }
        const userIds: string[] = [];
        for (let index = 0; index < 4; index += 1) {
          const user = { displayName: `u${index}`, userPrincipalName: `u${index}@example.org` };
          userIds.push(must(await users.create(user)).document.id);
        }
        for (const [outer, inner] of nested)
          must(await groups.addMember(groupIds[outer] ?? "", groupIds[inner] ?? ""));
        for (const [group, user] of members)
          must(await groups.addMember(groupIds[group] ?? "", userIds[user] ?? ""));
        const reach = (from: number, seen = new Set<number>()): Set<number> => {
          if (!seen.has(from)) {
            seen.add(from);
            for (const [outer, inner] of nested) if (outer === from) reach(inner, seen);
          }
          return seen;
        };
        for (let group = 0; group < 7; group += 1) {
          const inside = reach(group);
          const expected = new Set(members.filter(([of]) => inside.has(of)).map(([, user]) => userIds[user]));
          expect(new Set(await directory.transitiveMembers(groupIds[group] ?? ""))).toEqual(expected);
        }
        for (let user = 0; user < 4; user += 1) {
          const direct = members.filter(([, who]) => who === user).map(([of]) => of);
          const expected = new Set(
            groupIds.filter((_, group) => direct.some((inner) => reach(group).has(inner))),
          );
          expect(new Set(await directory.transitiveMemberOf(userIds[user] ?? ""))).toEqual(expected);
        }
        await folder.close();
      }),
      { numRuns: 25 },
    );
  });
});
