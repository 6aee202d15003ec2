/** What resources ask of requestors becomes attributes of the person with the access, and goes with it (spec/domain.md 3.5). */
import { afterEach, describe, expect, it } from "vitest";
import type { Resource } from "../../src/domain/catalog/resource.js";
import type { ResourceAttribute } from "../../src/domain/catalog/resource-attribute.js";
import { at, lasting, NOW } from "../builders/instants.js";
import { aPackage, memberOf } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";
import { ADMIN, must } from "../builders/world.js";
import { ADELE, type Scene, scene } from "./scene.js";

let s: Scene;
afterEach(() => s.world.close());

const CITY = "q-city";

function asks(name: string, says: Partial<ResourceAttribute> = {}): ResourceAttribute {
  return {
    name,
    isEditable: true,
    isPersistedOnAssignmentRemoval: false,
    question: {
      kind: "textInput",
      id: CITY,
      sequence: 0,
      isRequired: true,
      isAnswerEditable: true,
      text: "Where do you work?",
      localizations: [],
      isSingleLineQuestion: true,
      regexPattern: null,
    },
    ...says,
  };
}

function groupThatAsks(...attributes: readonly ResourceAttribute[]): Resource {
  const { resource, role, scope } = memberOf("group");
  return {
    kind: "resource",
    ...resource,
    catalogId: "catalog",
    attributes,
    roles: [role],
    scopes: [scope],
    createdDateTime: NOW,
    modifiedDateTime: NOW,
  };
}

async function stage(...attributes: readonly ResourceAttribute[]): Promise<void> {
  s = await scene(aPolicy({ expiration: { type: "afterDuration", duration: lasting("P30D") } }));
  await s.world.put("catalog/catalog", groupThatAsks(...attributes));
}

const answering = (value: string) => ({
  answers: [{ questionId: CITY, value, displayValue: null }],
});
const attributes = () => s.world.ports.directory.userAttributes("adele");

describe("an attribute that a resource asks for", () => {
  it("must be answered by whoever requests a package with the resource", async () => {
    await stage(asks("city"));
    expect(await s.submit()).toMatchObject({ kind: "refused", code: "AnswerRequired" });
    expect((await s.submit(answering("Paris"))).kind).toBe("done");
  });

  it("is written to the person with the access, and the delivery is done when both are proven", async () => {
    await stage(asks("city"));
    const request = await s.ask(answering("Paris"));
    expect(request.state).toBe("delivered");
    expect(await attributes()).toEqual({ city: "Paris" });
    expect(await s.world.isMember("group", "adele")).toBe(true);
  });

  it("is removed when the access ends", async () => {
    await stage(asks("extensionAttribute7"));
    await s.ask(answering("Paris"));
    expect(await attributes()).toEqual({ extensionAttribute7: "Paris" });
    await s.world.advanceTo(at("2027-01-30"));
    expect(await s.world.isMember("group", "adele")).toBe(false);
    expect(await attributes()).toEqual({});
  });

  it("stays when the access ends if the resource says so", async () => {
    await stage(asks("city", { isPersistedOnAssignmentRemoval: true }));
    await s.ask(answering("Paris"));
    await s.world.advanceTo(at("2027-01-30"));
    expect(await s.world.isMember("group", "adele")).toBe(false);
    expect(await attributes()).toEqual({ city: "Paris" });
    expect((await s.requests()).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it("is left alone at the end when somebody has written another value meanwhile", async () => {
    await stage(asks("city"));
    await s.ask(answering("Paris"));
    must(await s.world.directory.users.update("adele", { city: "Rome" }));
    await s.world.advanceTo(at("2027-01-30"));
    expect(await attributes()).toEqual({ city: "Rome" });
  });

  it("keeps the value that the person has when it is not editable", async () => {
    await stage(asks("city", { isEditable: false }));
    must(await s.world.directory.users.update("adele", { city: "Rome" }));
    expect(await s.submit(answering("Paris"))).toMatchObject({ code: "InvalidAnswer" });
    const request = await s.ask();
    const question = { kind: "textInput", text: "Where do you work?" };
    expect(request.answers).toEqual([{ questionId: CITY, value: "Rome", displayValue: "Rome", question }]);
    await s.world.advanceTo(at("2027-01-30"));
    expect(await attributes()).toEqual({ city: "Rome" });
  });

  it("follows a changed answer", async () => {
    await stage(asks("city"));
    const { assignmentId } = await s.ask(answering("Paris"));
    await s.ask({ requestType: "userUpdate", assignmentId: assignmentId ?? "", ...answering("Oslo") });
    expect(await attributes()).toEqual({ city: "Oslo" });
    await s.ask({ requestType: "adminRemove", assignmentId: assignmentId ?? "" }, ADMIN);
    expect(await attributes()).toEqual({});
  });

  it("stays while another package brings the same value", async () => {
    await stage(asks("city"));
    await s.world.put(
      "catalog/catalog",
      aPackage({ id: "second", displayName: "Second" }),
      aPolicy({ id: "policy-of-second", accessPackageId: "second" }),
    );
    const first = await s.ask(answering("Paris"));
    await s.ask({ accessPackageId: "second", ...answering("Paris") }, ADELE);
    await s.ask({ requestType: "userRemove", assignmentId: first.assignmentId ?? "" });
    expect(await attributes()).toEqual({ city: "Paris" });
  });

  it("is not asked of whoever is assigned directly, and not written then", async () => {
    await stage(asks("city"));
    const request = await s.ask({ requestType: "adminAdd", targetObjectId: "adele" }, ADMIN);
    expect(request.state).toBe("delivered");
    expect(await attributes()).toEqual({});
  });
});
