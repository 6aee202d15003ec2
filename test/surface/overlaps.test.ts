import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, EM } from "../hosts/surface-fixture.js";
import { type SeededWorld, seededWorld } from "./seeded-world.js";

describe("additionalAccess() without parameters", () => {
  let world: SeededWorld;
  beforeAll(async () => {
    world = await seededWorld();
    world.mark();
  });
  beforeEach(() => world.rewind());
  afterAll(() => world?.close());

  const overlaps = async (as = "Global Administrator", query = "") => {
    const answer = await world.call("GET", `${EM}/assignments/additionalAccess()${query}`, { as });
    const value = at(answer.body, "value");
    return Array.isArray(value) ? value.map((one) => at(one, "id")) : answer.status;
  };

  it("lists the assignment whose holder also has a package that excludes it, and no other", async () => {
    expect(await overlaps()).toEqual([world.ids.assignmentId]);
  });

  it("counts, filters and expands like every other list", async () => {
    const { ids } = world;
    const counted = await world.call(
      "GET",
      `${EM}/assignments/additionalAccess()?$count=true&$expand=target,accessPackage&$top=1`,
      { as: "Global Administrator" },
    );
    expect(counted.body).toMatchObject({
      "@odata.count": 1,
      value: [{ target: { objectId: ids.askerId }, accessPackage: { id: ids.directPackageId } }],
    });
    expect(await overlaps(undefined, `?$filter=target/objectId eq '${ids.bossId}'`)).toEqual([]);
  });

  it("lists nothing once the packages no longer exclude each other", async () => {
    const { directPackageId } = world.ids;
    const gone = await world.call(
      "DELETE",
      `${EM}/accessPackages/${directPackageId}/incompatibleAccessPackages/${world.ids["alsoPackageId"]}/$ref`,
      { as: "Global Administrator" },
    );
    expect(gone.status).toBe(204);
    expect(await overlaps()).toEqual([]);
  });

  it("shows catalog roles the breaches of their catalogs, and nobody else any", async () => {
    expect(await overlaps("Catalog reader")).toEqual([world.ids.assignmentId]);
    expect(await overlaps("Owner elsewhere")).toEqual([]);
    expect(await overlaps("Member")).toBe(403);
    expect(await overlaps("App ReadWrite")).toBe(403);
  });
});
