/** Over HTTP: what is asked of resources in catalogs (spec/domain.md 3.4 and 3.5). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aPolicy } from "../builders/policy-body.js";
import { DONE, LACKS_RIGHT, ResourceCalls, said } from "./resource-calls.js";
import { at, EM, idOf } from "./surface-fixture.js";

describe("resources in catalogs", () => {
  let r: ResourceCalls;
  beforeEach(async () => {
    r = await ResourceCalls.open();
  });
  afterEach(() => r.surface.close());

  describe("and the requests about them", () => {
    const engineers = () => r.surface.groups["engineers"] ?? "";

    it("succeed again when all is as wanted already, and record each time what was done", async () => {
      const first = await r.add("AadGroup", engineers());
      expect(first.body).toMatchObject({ requestType: "adminAdd", state: "delivered" });
      expect(said(await r.add("AadGroup", engineers()))).toEqual(DONE);
      const list = await r.get(
        `/resourceRequests?$filter=catalog/id eq ${r.catalogId}&$expand=catalog,resource`,
      );
      expect(at(list.body, "value/1/resource/originId")).toBe(engineers());
      expect(at(list.body, "value/1/catalog/displayName")).toBe("Engineering");
      expect(at((await r.get(`/catalogs/${r.catalogId}/resources`)).body, "value/1")).toBeUndefined();
    });

    it("name the resource by its id or by its origin", async () => {
      await r.add("AadGroup", engineers());
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await r.request("adminUpdate", { ...origin, displayName: "The engineers" }))).toEqual(DONE);
      expect(at(await r.resource(engineers()), "displayName")).toBe("The engineers");
      const id = at(await r.resource(engineers()), "id");
      expect(said(await r.request("adminUpdate", { id, description: "Ours" }))).toEqual(DONE);
      expect(said(await r.request("adminRemove", origin))).toEqual(DONE);
      expect(await r.resource(engineers())).toBeUndefined();
      expect(said(await r.request("adminRemove", origin))).toEqual([404, "ResourceNotFound"]);
      expect(said(await r.request("adminRemove", {}))).toEqual([400, "InvalidModel"]);
    });

    it("need the same right to remove as to add", async () => {
      await r.add("AadGroup", engineers());
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await r.request("adminRemove", origin, "somebody"))).toEqual(LACKS_RIGHT);
      expect(said(await r.request("adminRemove", origin, "owner"))).toEqual(DONE);
    });

    it("do not remove what a package of the catalog uses", async () => {
      await r.add("AadGroup", engineers());
      const packageId = await r.aPackage();
      await r.post(`/accessPackages/${packageId}/resourceRoleScopes`, {
        role: { originId: `Member_${engineers()}`, originSystem: "AadGroup" },
        scope: { isRootScope: true },
      });
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await r.request("adminRemove", origin))).toEqual([400, "ResourceInUse"]);
    });

    it("put one object into several catalogs, as a resource of its own in each", async () => {
      const other = idOf(await r.post("/catalogs", { displayName: "Other" }));
      const origin = { originSystem: "AadGroup", originId: engineers() };
      await r.request("adminAdd", origin);
      await r.request("adminAdd", origin, "admin", other);
      const all = await r.get(`/resources?$filter=originId eq '${engineers()}'`);
      expect(at(all.body, "value/1/id")).not.toBe(at(all.body, "value/0/id"));
    });

    it("read names and roles from the origin again when they are refreshed", async () => {
      const { id } = r.surface.application;
      await r.add("AadApplication", id);
      await r.call("PATCH", `/v1.0/servicePrincipals/${id}`, {
        displayName: "Payroll 2",
        appRoles: [{ id: r.surface.application.roleId, displayName: "Read only" }],
      });
      const resourceId = String(at(await r.resource(id), "id"));
      const path = `${EM}/catalogs/${r.catalogId}/resources/${resourceId}/refresh`;
      expect((await r.call("POST", path)).status).toBe(200);
      expect(at(await r.resource(id), "displayName")).toBe("Payroll 2");
      expect(await r.roles(id)).toEqual([["Read only", r.surface.application.roleId, "active"]]);
    });

    it("say which attributes are asked for, which then stand among the requirements of the packages", async () => {
      const packageId = await r.aPackage();
      const attribute = (name: string) => ({
        name,
        isEditable: false,
        isPersistedOnAssignmentRemoval: true,
        source: {
          "@odata.type": "#microsoft.graph.accessPackageResourceAttributeQuestion",
          question: {
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            text: "Which department?",
          },
        },
        destination: { "@odata.type": "#microsoft.graph.accessPackageUserDirectoryAttributeStore" },
      });
      const more = (...names: readonly string[]) => ({ attributes: names.map(attribute) });
      expect(at((await r.add("AadGroup", engineers(), "admin", more("password"))).body, "error/target")).toBe(
        "resource/attributes/0/name",
      );
      expect(said(await r.add("AadGroup", engineers()))).toEqual(DONE);
      const origin = { originSystem: "AadGroup", originId: engineers() };
      expect(said(await r.request("adminUpdate", { ...origin, ...more("Department") }))).toEqual(DONE);
      expect(at(await r.resource(engineers()), "attributes/0")).toMatchObject({
        ...attribute("department"),
        source: { question: { text: "Which department?", id: expect.any(String) } },
      });
      await r.post(`/accessPackages/${packageId}/resourceRoleScopes`, {
        role: { originId: `Member_${engineers()}`, originSystem: "AadGroup" },
      });
      const approver = r.surface.people["approver"]?.objectId ?? "";
      idOf(await r.post("/assignmentPolicies", aPolicy(packageId, approver)));
      const requirements = () =>
        r.post(`/accessPackages/${packageId}/getApplicablePolicyRequirements`, {}, "somebody");
      expect(at((await requirements()).body, "value/0/questions/1")).toMatchObject({
        text: "Which department?",
        isRequired: true,
      });
      expect(at((await requirements()).body, "value/0/existingAnswers")).toEqual([]);
      await r.call("PATCH", `/v1.0/users/${r.surface.people["somebody"]?.objectId}`, { department: "Sales" });
      expect(at((await requirements()).body, "value/0/existingAnswers/0/value")).toBe("Sales");
      const ask = (answers: readonly unknown[]) =>
        r.post(
          "/assignmentRequests",
          { requestType: "userAdd", assignment: { accessPackageId: packageId }, answers },
          "somebody",
        );
      const questionId = at(await r.resource(engineers()), "attributes/0/source/question/id");
      const other = { value: "Board", answeredQuestion: { id: questionId } };
      expect(said(await ask([other]))).toEqual([400, "InvalidAnswer"]);
      expect(at((await ask([])).body, "answers/0/value")).toBe("Sales");
    });
  });
});
