import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/wire/json-object.js";
import { aPolicy } from "../builders/policy-body.js";
import { type Answered, at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";

let s: Surface;
let packageId: string;
let policyId: string;
const NOBODY = "00000000-0000-4000-8000-00000000dead";

beforeAll(async () => {
  s = await openSurface();
  packageId = idOf(await post("/accessPackages", { displayName: "Tools" }));
  policyId = idOf(await post("/assignmentPolicies", aPolicy(packageId, idOfPerson("approver"))));
});
afterAll(() => s.close());

const idOfPerson = (name: string) => s.people[name]?.objectId ?? "";
const post = (path: string, body: unknown, as = "admin"): Promise<Answered> =>
  s.call("POST", `${EM}${path}`, { as, body });
const get = (path: string, as = "admin"): Promise<Answered> => s.call("GET", `${EM}${path}`, { as });
const errorOf = (answered: Answered) => `${answered.status} ${String(at(answered.body, "error/code"))}`;

const userAdd = (says: JsonObject = {}): JsonObject => ({
  requestType: "userAdd",
  assignment: { accessPackageId: packageId },
  ...says,
});

describe("an access package", () => {
  it("lands in the built-in catalog when none is named, and stays in its catalog", async () => {
    const read = await get(`/accessPackages/${packageId}?$expand=catalog`);
    expect(at(read.body, "catalog/displayName")).toBe("General");
    const other = idOf(await post("/catalogs", { displayName: "Other" }));
    const moved = await s.call("PATCH", `${EM}/accessPackages/${packageId}`, {
      ...{ as: "admin", body: { catalog: { id: other } } },
    });
    expect(moved).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidModel", target: "catalog/id" } },
    });
    const kept = await s.call("PATCH", `${EM}/accessPackages/${packageId}`, {
      ...{ as: "admin", body: { catalogId: at(read.body, "catalog/id"), description: "Kept" } },
    });
    expect(kept.status).toBe(204);
  });

  it("has a name that no other package of its catalog has, in whatever case", async () => {
    expect(errorOf(await post("/accessPackages", { displayName: "tools" }))).toBe(
      "400 DuplicateAccessPackage",
    );
    const other = idOf(await post("/catalogs", { displayName: "Elsewhere" }));
    expect((await post("/accessPackages", { displayName: "Tools", catalog: { id: other } })).status).toBe(
      201,
    );
  });

  it("cannot be deleted while somebody asks for it or has it, nor can the policy", async () => {
    const open = idOf(await post("/assignmentRequests", userAdd(), "somebody"));
    for (const path of [`/accessPackages/${packageId}`, `/assignmentPolicies/${policyId}`])
      expect(errorOf(await s.call("DELETE", `${EM}${path}`, { as: "admin" }))).toBe(
        "400 ActiveAssignmentsExist",
      );
    expect((await post(`/assignmentRequests/${open}/cancel`, undefined, "somebody")).status).toBe(204);
  });
});

describe("a request", () => {
  it("of the system's own kinds is refused with 403", async () => {
    for (const requestType of ["systemAdd", "systemUpdate", "SystemRemove"])
      expect(errorOf(await post("/assignmentRequests", userAdd({ requestType })))).toBe("403 Forbidden");
  });

  it("that is only to be validated is answered with 201 and not stored", async () => {
    const before = await get("/assignmentRequests?$count=true");
    const validated = await post("/assignmentRequests", userAdd({ isValidationOnly: true }), "somebody");
    expect(validated).toMatchObject({ status: 201, body: { state: "submitted", requestType: "userAdd" } });
    expect((await get("/assignmentRequests?$count=true")).body["@odata.count"]).toBe(
      before.body["@odata.count"],
    );
    expect(errorOf(await get(`/assignmentRequests/${idOf(validated)}`))).toBe("404 ResourceNotFound");
    const answers = [{ value: "x", answeredQuestion: { id: NOBODY } }];
    expect(
      errorOf(await post("/assignmentRequests", userAdd({ isValidationOnly: true, answers }), "somebody")),
    ).toBe("400 InvalidAnswer");
  });

  it("is deleted only when it is closed and has no assignment", async () => {
    const id = idOf(await post("/assignmentRequests", userAdd(), "somebody"));
    const remove = () => s.call("DELETE", `${EM}/assignmentRequests/${id}`, { as: "admin" });
    expect(errorOf(await remove())).toBe("400 BadRequest");
    await post(`/assignmentRequests/${id}/cancel`, undefined, "somebody");
    expect((await remove()).status).toBe(204);
    expect(errorOf(await get(`/assignmentRequests/${id}`))).toBe("404 ResourceNotFound");
  });
});

describe("explanations over HTTP", () => {
  it("say whether somebody can have a package, with stable codes in the order of the rules", async () => {
    const told = await get(`/accessPackages/${packageId}/explain?target=${idOfPerson("guest")}`);
    expect(told).toMatchObject({
      status: 200,
      body: {
        requestType: "userAdd",
        canSee: { answer: false, code: "forNobodyLikeThem" },
        canRequest: { answer: false, code: "targetIsInScope" },
        policies: [{ id: policyId, class: 2, code: "outOfScope" }],
      },
    });
    expect(at(told.body, "rules/0/code")).toBe("policyBelongsToPackage");
    const own = await get(`/accessPackages/${packageId}/explain?requestType=USERADD`, "somebody");
    expect(own).toMatchObject({
      status: 200,
      body: { canRequest: { answer: true }, approval: { isRequired: true } },
    });
    const forced = await get(`/accessPackages/${packageId}/explain?policy=${NOBODY}`, "somebody");
    expect(forced.body).toMatchObject({ canRequest: { answer: false, code: "policyBelongsToPackage" } });
  });

  it("are refused to others, for nobody, and for what cannot be read", async () => {
    const path = `/accessPackages/${packageId}/explain`;
    expect(errorOf(await get(`${path}?target=${idOfPerson("guest")}`, "somebody"))).toBe("403 Forbidden");
    expect(errorOf(await get(`${path}?target=${NOBODY}`))).toBe("404 Request_ResourceNotFound");
    expect(errorOf(await get(`${path}?target=me`))).toBe("400 BadRequest");
    expect(errorOf(await get(`${path}?policy=mine`))).toBe("400 BadRequest");
    expect(errorOf(await get(`${path}?requestType=systemAdd`))).toBe("400 BadRequest");
    expect(errorOf(await get(path, "robot"))).toBe("400 InvalidModel");
    expect(errorOf(await get(`/accessPackages/${NOBODY}/explain`))).toBe("404 ResourceNotFound");
    expect(errorOf(await get(`/assignments/${NOBODY}/explain`))).toBe("404 ResourceNotFound");
  });

  it("say where a request is", async () => {
    const id = idOf(await post("/assignmentRequests", userAdd(), "somebody"));
    expect(await get(`/assignmentRequests/${id}/explain`, "somebody")).toMatchObject({
      status: 200,
      body: { id, why: { code: "accepted" }, canDecideNow: null, roles: [] },
    });
    expect(errorOf(await get(`/assignmentRequests/${id}/explain`, "guest"))).toBe("403 Forbidden");
  });
});
