/** What people without any role are offered over HTTP: what they see, what they may ask for, what is suggested. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import type { Caller } from "../../src/domain/authorization/caller.js";
import { NOW } from "../builders/instants.js";
import { aPolicy } from "../builders/policy-body.js";
import { type Answered, at, EM, idOf, must, openSurface, type Surface } from "./surface-fixture.js";

let surface: Surface;
let catalogId: string;
beforeEach(async () => {
  surface = await openSurface();
  catalogId = idOf(await post("/catalogs", { displayName: "Sales" }));
});
afterEach(() => surface.close());

const post = (path: string, body: unknown, as: string | Caller = "admin") =>
  surface.call("POST", `${EM}${path}`, { as, body });
const patch = (path: string, body: unknown) => surface.call("PATCH", `${EM}${path}`, { as: "admin", body });
const get = (path: string, as?: string | Caller) => surface.call("GET", `${EM}${path}`, { as });
const objectId = (name: string) => surface.people[name]?.objectId ?? "";
const valuesOf = ({ body, status, text }: Answered): readonly unknown[] => {
  if (status !== 200 || !Array.isArray(body["value"]))
    throw new Error(`Expected a list, got ${status}: ${text}`);
  return body["value"];
};
const namesOf = (answer: Answered) =>
  valuesOf(answer)
    .map((item) => String(at(item, "displayName")))
    .toSorted();

const FOR = {
  members: { allowedTargetScope: "allMemberUsers" },
  everybody: { allowedTargetScope: "allDirectoryUsers" },
  nobody: { allowedTargetScope: "notSpecified" },
};
const named = (...names: readonly string[]) => ({
  allowedTargetScope: "specificDirectoryUsers",
  specificAllowedTargets: names.map((name) => ({
    "@odata.type": "#microsoft.graph.singleUser",
    userId: objectId(name),
  })),
});
const members = (group: string) => ({
  allowedTargetScope: "specificDirectoryUsers",
  specificAllowedTargets: [
    { "@odata.type": "#microsoft.graph.groupMembers", groupId: surface.groups[group] },
  ],
});

/** A package in the catalog with one policy, open to these people. */
async function offer(displayName: string, scope: object, more: object = {}) {
  const id = idOf(await post("/accessPackages", { displayName, catalog: { id: catalogId }, ...more }));
  const policy = await post("/assignmentPolicies", {
    ...aPolicy(id, objectId("approver")),
    requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
    questions: [],
    ...scope,
  });
  return { id, policyId: idOf(policy) };
}

const requestable = (as: string) => get("/accessPackages/filterByCurrentUser(on='allowedRequestor')", as);
const available = (as: string) => get("/availableAccessPackages", as);
const suggested = (as: string, on = "relatedPeopleAssignments,assignmentHistory") =>
  get(`/accessPackageSuggestions/filterByCurrentUser(on='${on}')?$expand=accessPackage`, as);

/** As if it had been requested and delivered: what follows a request is not looked at here. */
async function has(name: string, accessPackageId: string, says: Partial<Assignment> = {}): Promise<void> {
  const subjectId = surface.ports.ids.derive("subject", objectId(name));
  const document: Assignment = {
    kind: "assignment",
    id: surface.ports.ids.next(),
    ...{ accessPackageId, catalogId, assignmentPolicyId: "policy", requestId: "request" },
    target: {
      id: subjectId,
      objectId: objectId(name),
      displayName: name,
      email: null,
      principalName: null,
      subjectType: "user",
    },
    requestorObjectId: null,
    ...{
      state: "delivered",
      status: "Delivered",
      startDateTime: NOW,
      endDateTime: null,
      expiredDateTime: null,
    },
    ...{ answers: [], createdDateTime: NOW, modifiedDateTime: NOW },
    ...says,
  };
  await surface.ports.documents.batch("access", subjectId, [{ op: "create", document }]);
}

describe("scenarios of somebody who asks (spec/scenarios.md)", () => {
  it("16: whoever is signed in sees their own access, whoever is not is told to sign in", async () => {
    expect((await get("/availableAccessPackages")).status).toBe(401);
    expect((await available("somebody")).status).toBe(200);
    expect((await get("/assignments/filterByCurrentUser(on='target')", "somebody")).status).toBe(200);
  });

  it("17: somebody finds a package that is in a published catalog, not hidden, and open to them, and no other", async () => {
    await offer("Open", FOR.members);
    await offer("Hidden", FOR.members, { isHidden: true });
    await offer("For me", named("somebody"));
    await offer("For my group", members("designers"));
    await offer("For another", named("reader"));
    await offer("Direct only", FOR.nobody);
    await offer("Closed", { ...FOR.members, requestorSettings: { enableTargetsToSelfAddAccess: false } });
    await offer("With guests", FOR.everybody);
    expect(namesOf(await requestable("somebody"))).toEqual(["For me", "For my group", "Open", "With guests"]);
    expect(namesOf(await requestable("guest"))).toEqual(["With guests"]);
    await patch(`/catalogs/${catalogId}`, { state: "unpublished" });
    expect(namesOf(await requestable("somebody"))).toEqual([]);
  });

  it("18: somebody asks what a package needs, and asks for it; a hidden one by its link, a closed one not", async () => {
    const { id } = await offer("Open", FOR.members);
    const hidden = await offer("Hidden", FOR.members, { isHidden: true });
    const other = await offer("For another", named("reader"));
    const needs = await post(`/accessPackages/${id}/getApplicablePolicyRequirements`, {}, "somebody");
    expect(at(needs.body, "value/0/policyDisplayName")).toBe("Members");
    const ask = (packageId: string) =>
      post(
        "/assignmentRequests",
        { requestType: "userAdd", assignment: { accessPackageId: packageId } },
        "somebody",
      );
    expect((await ask(id)).body).toMatchObject({
      requestType: "userAdd",
      state: "submitted",
      status: "Accepted",
    });
    expect((await ask(hidden.id)).status).toBe(201);
    const refused = await ask(other.id);
    expect([refused.status, at(refused.body, "error/code")]).toEqual([400, "PolicyNotApplicable"]);
  });
});

describe("available access packages", () => {
  it("show members also what is for named people, who alone may ask for it, while the tenant's setting is on", async () => {
    await offer("Open", FOR.members);
    await offer("For another", named("reader"));
    await offer("Hidden", named("reader"), { isHidden: true });
    expect(namesOf(await available("somebody"))).toEqual(["For another", "Open"]);
    expect(namesOf(await requestable("somebody"))).toEqual(["Open"]);
    expect(namesOf(await available("guest"))).toEqual([]);
    await patch("/settings", { arePackagesForSpecificPeopleListedToMembers: false });
    expect(namesOf(await available("somebody"))).toEqual(["Open"]);
    expect(namesOf(await available("reader"))).toEqual(["For another", "Open"]);
  });

  it("have an id, a name and a description, and the roles they give when asked for, and nothing for administrators", async () => {
    const { id } = await offer("Open", FOR.members, { description: "Tools" });
    const [item] = valuesOf(await get("/availableAccessPackages?$expand=resourceRoleScopes", "somebody"));
    expect(item).toEqual({ id, displayName: "Open", description: "Tools", resourceRoleScopes: [] });
    expect(
      namesOf(await get("/availableAccessPackages?$filter=contains(displayName,'pen')", "somebody")),
    ).toEqual(["Open"]);
  });

  it("are nobody's who has no account any more", async () => {
    await offer("Open", FOR.members);
    const { directoryAdministration: directory } = surface.ports;
    if (directory === undefined) throw new Error("The surface keeps a directory.");
    must(await directory.users.update(objectId("somebody"), { accountEnabled: false }));
    for (const list of [available, requestable, suggested])
      expect(valuesOf(await list("somebody"))).toEqual([]);
  });
});

describe("suggestions", () => {
  const related = async () => {
    const { directoryAdministration: directory } = surface.ports;
    if (directory === undefined) throw new Error("The surface keeps a directory.");
    // owner manages somebody and reader; somebody manages creator.
    for (const [name, manager] of [
      ["somebody", "owner"],
      ["reader", "owner"],
      ["creator", "somebody"],
    ] as const)
      must(await directory.users.setManager(objectId(name), objectId(manager)));
  };
  const reasonsOf = (answer: Answered) =>
    valuesOf(answer).map((item) => [at(item, "accessPackage/displayName"), at(item, "reasons")]);

  it("name what the manager, colleagues of the same manager and reports have, with how many and, if the tenant allows, who", async () => {
    await related();
    const { id } = await offer("Tools", FOR.members);
    const secret = await offer("Secret", named("reader"));
    for (const name of ["owner", "reader", "creator", "approver"]) await has(name, id);
    await has("reader", secret.id);
    const type = "#microsoft.graph.accessPackageSuggestionRelatedPeopleBased";
    expect(reasonsOf(await suggested("somebody"))).toEqual([
      ["Tools", [{ "@odata.type": type, relatedPeople: [], relatedPeopleAssignmentCount: 3 }]],
    ]);
    await patch("/controlConfigurations/endUserSettings", { relatedPeopleInsightLevel: "countAndNames" });
    const [, reasons] = reasonsOf(await suggested("somebody"))[0] ?? [];
    const people = at(reasons, "0/relatedPeople");
    expect(at(people, "0")).toEqual({ id: objectId("owner"), displayName: "owner" });
    expect(
      Array.isArray(people) ? people.map((one) => String(at(one, "displayName"))).toSorted() : [],
    ).toEqual(["creator", "owner", "reader"]);
    await patch("/controlConfigurations/endUserSettings", { relatedPeopleInsightLevel: "disabled" });
    expect(reasonsOf(await suggested("somebody"))).toEqual([]);
  });

  it("name what one had before and has no more, not what one has", async () => {
    const before = await offer("Before", FOR.members);
    const now = await offer("Now", FOR.members);
    const ended = { state: "expired", expiredDateTime: NOW } as const;
    await has("somebody", before.id, ended);
    await has("somebody", before.id, ended);
    await has("somebody", now.id, ended);
    await has("somebody", now.id);
    const type = "#microsoft.graph.accessPackageSuggestionSelfAssignmentHistoryBased";
    const reason = { "@odata.type": type, lastAssignmentDateTime: NOW, pastAssignmentCount: 2 };
    const own = await suggested("somebody", "AssignmentHistory");
    expect(reasonsOf(own)).toEqual([["Before", [reason]]]);
    expect(valuesOf(await suggested("somebody", "relatedPeopleAssignments"))).toEqual([]);
    // The same suggestion has the same id each time.
    expect(valuesOf(await suggested("somebody"))).toEqual(valuesOf(own));
  });

  it("are asked for by what they rest on, and by people only", async () => {
    const refused = await suggested("somebody", "horoscope");
    expect([refused.status, at(refused.body, "error/target")]).toEqual([400, "on"]);
    expect((await suggested("robot")).status).toBe(403);
    expect((await available("robot")).status).toBe(403);
  });
});
