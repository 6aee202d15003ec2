import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answered, at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";

describe("lists over HTTP", () => {
  let surface: Surface;
  let catalogId = "";
  let otherCatalogId = "";

  beforeAll(async () => {
    surface = await openSurface();
    const post = async (path: string, body: unknown) =>
      idOf(await surface.call("POST", `${EM}${path}`, { as: "admin", body }));
    catalogId = await post("/catalogs", { displayName: "Sales" });
    otherCatalogId = await post("/catalogs", { displayName: "Other" });
    for (let number = 0; number < 25; number++) {
      await surface.passes(60_000);
      await post("/accessPackages", {
        displayName: `Package ${String(number).padStart(2, "0")}`,
        description: number % 5 === 0 ? null : `Team ${number % 3}`,
        isHidden: number % 2 === 0,
        catalog: { id: number < 20 ? catalogId : otherCatalogId },
      });
    }
  });
  afterAll(() => surface.close());

  const get = (query: string, headers: Record<string, string> = {}, path = "/accessPackages") =>
    surface.call("GET", `${EM}${path}?${query}`, { as: "admin", headers });
  const values = ({ body }: Answered): readonly unknown[] => {
    const value = body["value"];
    return Array.isArray(value) ? value : [];
  };
  const names = (answer: Answered) => values(answer).map((one) => at(one, "displayName"));
  /** Follows nextLink to the end; gives the pages. */
  const pages = async (query: string, headers: Record<string, string> = {}, path?: string) => {
    const all = [await get(query, headers, path)];
    for (;;) {
      const next = at(all.at(-1)?.body, "@odata.nextLink");
      if (typeof next !== "string") return all;
      all.push(
        await surface.call("GET", next.replace("http://localhost:7071", ""), { as: "admin", headers }),
      );
    }
  };

  it("come in pages whose links go on to the end, every object once, in one order", async () => {
    for (const query of [
      "$top=7",
      "$top=7&$orderby=displayName desc",
      "$top=7&$filter=isHidden eq true&$orderby=description,displayName",
    ]) {
      const paged = await pages(query);
      expect(paged.every(({ status }) => status === 200)).toBe(true);
      const whole = await get(query.replace("$top=7", "$top=999"));
      expect(paged.flatMap(names)).toEqual(names(whole));
      expect(at(whole.body, "@odata.nextLink")).toBeUndefined();
    }
  });

  it("count all that match, on whatever page", async () => {
    const [first, second] = await pages(
      `$top=5&$count=true&$filter=catalog/id eq '${otherCatalogId}' or isHidden eq false`,
    );
    expect([at(first?.body, "@odata.count"), values(first ?? ({} as Answered)).length]).toEqual([15, 5]);
    expect(at(second?.body, "@odata.count")).toBe(15);
  });

  it("have pages of the size that the client prefers, and say so", async () => {
    const answer = await get("", { Prefer: "odata.maxpagesize=4" });
    expect(values(answer)).toHaveLength(4);
    expect(answer.headers["Preference-Applied"]).toBe("odata.maxpagesize=4");
    const both = await get("$top=3", { Prefer: "odata.maxpagesize=4" });
    expect(values(both)).toHaveLength(3);
  });

  it("carry links with the client's own query and the address it used", async () => {
    const next = String(
      at((await get("$filter=startswith(displayName,'Pack')&$top=2&$select=id")).body, "@odata.nextLink"),
    );
    expect(next).toMatch(
      /^http:\/\/localhost:7071\/v1\.0\/identityGovernance\/entitlementManagement\/accessPackages\?\$filter=startswith\(displayName,'Pack'\)&\$top=2&\$select=id&\$skiptoken=/,
    );
  });

  it("refuse a token of another list, and one that was cut", async () => {
    const token =
      /skiptoken=([^&]+)/.exec(String(at((await get("$top=2")).body, "@odata.nextLink")))?.[1] ?? "";
    for (const query of [
      `$top=2&$filter=isHidden eq true&$skiptoken=${token}`,
      `$top=2&$skiptoken=${token.slice(0, -4)}`,
      "$skiptoken=",
    ]) {
      const answer = await get(query);
      expect([answer.status, at(answer.body, "error/target")]).toEqual([400, "$skiptoken"]);
    }
    expect((await get(`$top=3&$skiptoken=${token}`)).status).toBe(200);
  });

  it("skip what is asked to be skipped, beyond the end too", async () => {
    const all = names(await get("$orderby=displayName"));
    expect(names(await get("$orderby=displayName&$skip=3&$top=2"))).toEqual(all.slice(3, 5));
    const paged = await pages("$orderby=displayName&$skip=3&$top=10");
    expect(paged.flatMap(names)).toEqual(all.slice(3));
    const beyond = await get("$skip=30&$count=true");
    expect([values(beyond).length, at(beyond.body, "@odata.count")]).toEqual([0, 25]);
  });

  it("show what is selected, and always the id", async () => {
    const [one] = values(await get("$select=DISPLAYNAME&$top=1&$orderby=displayName"));
    expect(Object.keys(Object(one))).toEqual(["@odata.etag", "id", "displayName"]);
    expect(Object.keys(Object(values(await get("$select=*&$top=1"))[0]))).toContain("isHidden");
  });

  it("show what is expanded, with what is nested, filtered and selected in it", async () => {
    const answer = await get(
      "$expand=accessPackages($select=displayName;$filter=contains(tolower(displayName),'package 1') and isHidden eq false;$orderby=displayName desc;$top=2)",
      {},
      `/catalogs/${catalogId}`,
    );
    const expanded = at(answer.body, "accessPackages");
    expect(Array.isArray(expanded) && expanded.map((one) => at(one, "displayName"))).toEqual([
      "Package 19",
      "Package 17",
    ]);
    const one = await get("$expand=*&$top=1");
    expect(Object.keys(Object(values(one)[0]))).toEqual(
      expect.arrayContaining([
        "catalog",
        "resourceRoleScopes",
        "assignmentPolicies",
        "incompatibleAccessPackages",
      ]),
    );
  });

  it("are whole where they are expanded: nothing is cut off without a link to the rest", async () => {
    const id = idOf(
      await surface.call("POST", `${EM}/catalogs`, { as: "admin", body: { displayName: "Many" } }),
    );
    await Promise.all(
      Array.from({ length: 105 }, (_, number) =>
        surface.call("POST", `${EM}/accessPackages`, {
          as: "admin",
          body: { displayName: `Of many ${number}`, catalog: { id } },
        }),
      ),
    );
    const expanded = at((await get("$expand=accessPackages", {}, `/catalogs/${id}`)).body, "accessPackages");
    expect(Array.isArray(expanded) && expanded.length).toBe(105);
    const counted = await get("$expand=accessPackages($count=true)", {}, `/catalogs/${id}`);
    expect(at(counted.body, "accessPackages@odata.count")).toBe(105);
    const part = await get(
      "$expand=accessPackages($count=true;$filter=endswith(displayName,'4');$orderby=displayName desc,id;$skip=1;$top=2;$select=displayName)",
      {},
      `/catalogs/${id}`,
    );
    expect(at(part.body, "accessPackages@odata.count")).toBe(11);
    expect(at(part.body, "accessPackages")).toMatchObject([
      { displayName: "Of many 84" },
      { displayName: "Of many 74" },
    ]);
    const packages = at(
      (await get("$select=id&$top=999", {}, `/catalogs/${id}/accessPackages`)).body,
      "value",
    );
    if (!Array.isArray(packages)) throw new Error("A list was expected.");
    for (const one of packages)
      await surface.call("DELETE", `${EM}/accessPackages/${String(at(one, "id"))}`, { as: "admin" });
  });

  it("find words wherever they are in names and descriptions, in any case", async () => {
    expect(names(await get('$search="team 1"')).length).toBe(
      names(await get("$filter=description eq 'Team 1'")).length,
    );
    expect(names(await get("$search=PACKAGE 03"))).toEqual(["Package 03"]);
  });

  it("compare with null as OData does", async () => {
    expect(names(await get("$filter=description eq null")).length).toBe(5);
    expect(names(await get("$filter=description ne null")).length).toBe(20);
    expect(names(await get("$filter=description ne 'Team 1'")).length).toBe(
      25 - names(await get("$filter=description eq 'Team 1'")).length,
    );
  });

  it("filter by properties of what objects refer to, null where they refer to nothing", async () => {
    const count = async (filter: string) => {
      const answer = await get(`$count=true&$top=1&$filter=${filter}`);
      return at(answer.body, "@odata.count") ?? at(answer.body, "error/message");
    };
    expect(await count("catalog/displayName eq 'Other'")).toBe(5);
    expect(await count("catalog/displayName ne 'Other'")).toBe(20);
    expect(await count("'Other' eq catalog/displayName and isHidden eq true")).toBe(3);
    expect(await count("startswith(tolower(accessPackageCatalog/displayName),'sal')")).toBe(20);
    expect(await count("not (catalog/state in ('published'))")).toBe(0);
    expect(await count("catalog/description eq null")).toBe(25);
    expect(await count("catalog/isExternallyVisible")).toBe(0);
    expect(await count("catalog/displayName eq displayName")).toContain("not with another property");
    expect(await count("catalog/nothing eq 'x'")).toContain('accessPackageCatalog has no property "nothing"');
    const many = Array.from({ length: 21 }, () => "catalog/displayName eq 'Other'").join(" or ");
    expect(await count(many)).toContain("At most 20 conditions may be on related objects");
  });

  it("filter by any property, whether or not it has an index, and order by it", async () => {
    const all = names(await get("$orderby=displayName"));
    const [first] = values(await get("$top=1&$orderby=displayName"));
    expect(names(await get(`$filter=id eq '${String(at(first, "id"))}'`))).toEqual(all.slice(0, 1));
    const team = await get(
      "$filter=tolower(description) eq 'team 1'&$orderby=description desc,displayName desc",
    );
    expect(names(team)).toEqual(all.filter((_, number) => number % 5 !== 0 && number % 3 === 1).toReversed());
    expect((await pages("$top=4&$orderby=description desc,id")).flatMap(names).length).toBe(25);
  });

  it("show every row that is not touched once, whatever is written between two pages", async () => {
    const before = names(await get("$orderby=description,displayName"));
    const changed = new Set(["Package 03", "Package 11", "Package 24"]);
    const idOfName = async (name: string) =>
      String(at((await get(`$filter=displayName eq '${name}'`)).body, "value/0/id"));
    const ids = new Map(
      await Promise.all([...changed].map(async (name) => [name, await idOfName(name)] as const)),
    );
    const patch = (name: string, description: unknown) =>
      surface.call("PATCH", `${EM}/accessPackages/${ids.get(name)}`, { as: "admin", body: { description } });
    const seen: unknown[] = [];
    let next = `${EM}/accessPackages?$orderby=description,displayName&$top=4`;
    const writes = [...changed];
    for (;;) {
      const answer = await surface.call("GET", next, { as: "admin" });
      seen.push(...names(answer));
      const name = writes.shift();
      if (name !== undefined) await patch(name, writes.length % 2 === 0 ? null : "Zebra");
      const link = at(answer.body, "@odata.nextLink");
      if (typeof link !== "string") break;
      next = link.replace("http://localhost:7071", "");
    }
    const untouched = (all: readonly unknown[]) => all.filter((name) => !changed.has(String(name)));
    expect(untouched(seen)).toEqual(untouched(before));
    for (const name of changed) await patch(name, `Team ${Number(name.slice(-2)) % 3}`);
  });

  it("filter by dates", async () => {
    const [third] = values(await get("$orderby=createdDateTime&$skip=2&$top=1"));
    const since = encodeURIComponent(String(at(third, "createdDateTime")));
    expect(names(await get(`$filter=createdDateTime gt ${since}&$top=100`)).length).toBe(22);
    expect(names(await get(`$filter=createdDateTime lt ${since}`)).length).toBe(2);
  });

  it("work the same in memory: roles of a catalog are filtered, ordered, counted and paged", async () => {
    for (const group of ["engineers", "auditors", "designers"])
      await surface.call("POST", `${EM}/resourceRequests`, {
        as: "admin",
        body: {
          requestType: "adminAdd",
          catalog: { id: catalogId },
          resource: { originId: surface.groups[group], originSystem: "AadGroup" },
        },
      });
    const path = `/catalogs/${catalogId}/resourceRoles`;
    const answer = await get(
      "$filter=displayName eq 'Member'&$count=true&$top=2&$expand=resource&$orderby=originId",
      {},
      path,
    );
    expect([values(answer).length, at(answer.body, "@odata.count")]).toEqual([2, 3]);
    const paged = await pages("$filter=displayName eq 'Member'&$top=2&$orderby=originId desc", {}, path);
    const origins = paged.flatMap(values).map((one) => String(at(one, "originId")));
    expect(origins).toEqual(origins.toSorted().toReversed());
    expect(origins).toHaveLength(3);
    const wrong = await get("$filter=nonsense eq 1", {}, path);
    expect([wrong.status, at(wrong.body, "error/code")]).toEqual([400, "InvalidFilter"]);
    const foreign = /skiptoken=([^&]+)/.exec(
      String(at((await get("$top=2", {}, path)).body, "@odata.nextLink")),
    )?.[1];
    expect((await get(`$top=2&$filter=displayName eq 'Owner'&$skiptoken=${foreign}`, {}, path)).status).toBe(
      400,
    );
  });
});
