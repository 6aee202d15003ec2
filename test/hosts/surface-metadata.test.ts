import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { modelOf } from "../../src/wire/metadata/model.js";
import { at, EM, openSurface, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

const model = modelOf(ENDPOINTS);

/** The type that a context address leads to; undefined when it leads nowhere. */
function typeAt(context: string): string | undefined {
  const path = context.slice(context.indexOf("#") + 1);
  const [, collected] = /^Collection\((?:microsoft\.graph\.)?(\w+)\)$/.exec(path) ?? [];
  if (collected !== undefined) return collected;
  let type: string | undefined;
  for (const segment of path.split("/")) {
    const name = segment.replace(/\('[^']*'\)$/, "");
    if (name === "$entity") continue;
    type =
      type === undefined
        ? (model.entitySets.get(name) ?? model.singletons.get(name))
        : model.entities.get(type)?.navigation.get(name)?.type;
    if (type === undefined) return undefined;
  }
  return type;
}

describe("$metadata and the service document", () => {
  let surface: Surface;
  beforeAll(async () => {
    surface = await openSurface();
  });
  afterAll(() => surface.close());

  it("are for everybody, without a token, and not sent again to those who have them", async () => {
    for (const [path, type] of [
      ["/v1.0/$metadata", "application/xml"],
      ["/beta/%24metadata", "application/xml"],
      ["/v1.0/", "application/json"],
      ["/v1.0", "application/json"],
    ] as const) {
      const first = await surface.call("GET", path);
      expect([path, first.status, first.headers["Content-Type"]]).toEqual([
        path,
        200,
        expect.stringContaining(type),
      ]);
      const again = await surface.call("GET", path, {
        headers: { "If-None-Match": first.headers["ETag"] ?? "" },
      });
      expect([again.status, again.text]).toEqual([304, undefined]);
    }
    expect((await surface.call("POST", "/v1.0/$metadata")).status).toBe(405);
  });

  it("name the collections at the root", async () => {
    const { body } = await surface.call("GET", "/v1.0/");
    expect(body["@odata.context"]).toBe("http://localhost:7071/v1.0/$metadata");
    expect(body["value"]).toContainEqual({ name: "users", kind: "EntitySet", url: "users" });
    expect(body["value"]).toContainEqual({
      name: "identityGovernance",
      kind: "Singleton",
      url: "identityGovernance",
    });
  });

  it("have what the context of each answer says it is", async () => {
    const { catalogId, packageId, policyId } = await createGroupPackage(surface, "Sales");
    const keys: Readonly<Record<string, string>> = { catalogId, accessPackageId: packageId, policyId };
    const person = surface.people["somebody"]?.objectId ?? "";
    let checked = 0;
    for (const { method, path } of ENDPOINTS) {
      if (method !== "GET" || path.includes("(")) continue;
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => keys[key] ?? person);
      const answered = await surface.call("GET", `/v1.0${filled}`, { as: "admin" });
      const context = at(answered.body, "@odata.context");
      if (answered.status !== 200 || typeof context !== "string" || /#(?:Edm|\w+\.\w+$)/.test(context))
        continue;
      checked++;
      expect([path, context, typeAt(context) !== undefined]).toEqual([path, context, true]);
    }
    expect(checked).toBeGreaterThan(25);
    const read = await surface.call("GET", `${EM}/assignmentPolicies/${policyId}`, { as: "admin" });
    const { "@odata.context": context } = read.body;
    expect(typeof context === "string" ? typeAt(context) : undefined).toBe("accessPackageAssignmentPolicy");
  });
});
