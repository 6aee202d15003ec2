/**
 * Calls as published scripts and samples make them, where an answer that looks right could do harm unseen: an end of access that is written
 * where Graph's schema has room for it, and names that only some versions know.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";
import { createGroupPackage } from "./surface-packages.js";

const END = "2027-01-31T00:00:00.000Z";

describe("an end of access", () => {
  let surface: Surface;
  let assignment: Readonly<Record<string, string | undefined>>;
  beforeAll(async () => {
    surface = await openSurface();
    const { packageId, policyId } = await createGroupPackage(surface, "Sales");
    const targetId = surface.people["somebody"]?.objectId;
    assignment = { targetId, assignmentPolicyId: policyId, accessPackageId: packageId };
  });
  afterAll(() => surface.close());
  const ask = (body: object) =>
    surface.call("POST", `${EM}/assignmentRequests`, {
      as: "admin",
      body: { requestType: "adminAdd", isValidationOnly: true, ...body },
    });
  const until = { expiration: { type: "afterDateTime", endDateTime: END } };

  it("is kept when a script writes the schedule into the assignment", async () => {
    const asked = await ask({ assignment: { ...assignment, schedule: until } });
    expect([asked.status, at(asked.body, "schedule/expiration/endDateTime")]).toEqual([201, END]);
    const legacy = await ask({ accessPackageAssignment: { ...assignment, Schedule: until } });
    expect(at(legacy.body, "schedule/expiration/endDateTime")).toBe(END);
  });

  it("is the request's own when both are given", async () => {
    const earlier = { expiration: { endDateTime: "2026-12-31T00:00:00Z" } };
    const asked = await ask({ assignment: { ...assignment, schedule: until }, schedule: earlier });
    expect(at(asked.body, "schedule/expiration/endDateTime")).toBe("2026-12-31T00:00:00.000Z");
  });

  it("is refused where it would be overlooked, and the place for it is named", async () => {
    for (const property of ["endDateTime", "stopDateTime", "expirationDateTime"]) {
      const asked = await ask({ assignment, schedule: { startDateTime: null, [property]: END } });
      expect([asked.status, at(asked.body, "error/target")]).toEqual([400, `schedule/${property}`]);
      expect(String(at(asked.body, "error/message"))).toContain("schedule/expiration/endDateTime");
    }
    const empty = await ask({ assignment, schedule: { startDateTime: null, endDateTime: null } });
    expect(empty.status).toBe(201);
  });

  it("is refused beside a type that says something else", async () => {
    for (const [expiration, target] of [
      [{ type: "noExpiration", endDateTime: END }, "endDateTime"],
      [{ type: "notSpecified", duration: "P30D" }, "duration"],
      [{ type: "afterDuration", duration: "P30D", endDateTime: END }, "endDateTime"],
    ] as const) {
      const asked = await ask({ assignment, schedule: { expiration } });
      expect([asked.status, at(asked.body, "error/target")]).toEqual([400, `schedule/expiration/${target}`]);
      const policy = { displayName: "x", accessPackage: { id: assignment["accessPackageId"] }, expiration };
      const made = await surface.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body: policy });
      expect([made.status, at(made.body, "error/target")]).toEqual([400, `expiration/${target}`]);
    }
  });
});

describe("what published scripts read", () => {
  let surface: Surface;
  let package1: Awaited<ReturnType<typeof createGroupPackage>>;
  beforeAll(async () => {
    surface = await openSurface();
    package1 = await createGroupPackage(surface, "Sales");
  });
  afterAll(() => surface.close());
  const get = (path: string) => surface.call("GET", `${EM}${path}`, { as: "admin" });
  const post = (path: string, body: unknown, as = "admin") =>
    surface.call("POST", `${EM}${path}`, { as, body });

  it("finds a person's assignments and requests by the targetId that requests are made with", async () => {
    const targetId = surface.people["somebody"]?.objectId;
    const { packageId: accessPackageId, policyId: assignmentPolicyId } = package1;
    const assignment = { targetId, assignmentPolicyId, accessPackageId };
    const id = idOf(await post("/assignmentRequests", { requestType: "adminAdd", assignment }));
    const requestor = at((await get(`/assignmentRequests/${id}?$expand=requestor`)).body, "requestor/email");
    expect(requestor).toBe("admin@example.org");
    const found = await get(`/assignmentRequests?$filter=assignment/targetId eq '${targetId}'`);
    expect(at(found.body, "value/0/id")).toBe(id);
    const nobody = await get(`/assignmentRequests?$filter=assignment/targetId eq '${accessPackageId}'`);
    expect(at(nobody.body, "value")).toEqual([]);
    const ended = `/assignments?$filter=targetId eq '${targetId}' and state eq 'Delivered'`;
    expect((await get(ended)).status).toBe(200);
  });

  it("lists what is for agent identities as empty, since nobody answers for one", async () => {
    for (const list of ["assignments", "assignmentRequests"]) {
      const own = await get(`/${list}/filterByCurrentUser(on='targetAgentIdentitySponsorOrOwner')`);
      expect([own.status, at(own.body, "value")]).toEqual([200, []]);
    }
  });

  it("expands the approval's steps and the catalog's extensions by their older names", async () => {
    const on = "/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')?$expand=steps";
    expect((await get(on)).status).toBe(200);
    const catalog = await get(
      `/catalogs/${package1.catalogId}?$expand=accessPackageCustomWorkflowExtensions`,
    );
    expect(at(catalog.body, "customWorkflowExtensions")).toEqual([]);
  });

  it("says of the resource of a package's role what is known of it in the catalog", async () => {
    const { catalogId, packageId } = package1;
    const resource = at((await get(`/catalogs/${catalogId}/resources`)).body, "value/0");
    const expanded = await get(
      `/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role($expand=resource),scope($expand=resource))`,
    );
    const about = (path: string, name: string) => [
      name,
      at(expanded.body, `resourceRoleScopes/0/${path}/resource/${name}`),
    ];
    for (const path of ["role", "scope"])
      for (const name of ["id", "resourceType", "attributes", "createdDateTime", "modifiedDateTime"])
        expect(about(path, name)).toEqual([name, at(resource, name)]);
    expect(about("role", "resourceType")[1]).not.toBeNull();
  });

  it("says with an answer which question it answers, of which type, as it read when it was answered", async () => {
    const { packageId } = package1;
    const question = {
      "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
      ...{ text: "Which project?", isRequired: true, sequence: 1 },
    };
    const policy = {
      displayName: "Asked",
      accessPackage: { id: packageId },
      allowedTargetScope: "allMemberUsers",
      requestorSettings: { enableTargetsToSelfAddAccess: true },
      questions: [question],
    };
    const made = await post("/assignmentPolicies", policy);
    const policyId = idOf(made);
    const questionId = at(made.body, "questions/0/id");
    const answers = [{ value: "Harbor", displayValue: "Harbor", answeredQuestion: { id: questionId } }];
    const assignment = { accessPackageId: packageId, assignmentPolicyId: policyId };
    const asked = await post(
      "/assignmentRequests",
      { requestType: "UserAdd", assignment, answers },
      "creator",
    );
    const id = idOf(asked);
    const answered = {
      "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
      id: questionId,
      text: "Which project?",
    };
    expect(at(asked.body, "answers/0/answeredQuestion")).toEqual(answered);
    await surface.call("PATCH", `${EM}/assignmentPolicies/${policyId}`, {
      as: "admin",
      body: { questions: [] },
    });
    const read = await get(`/assignmentRequests/${id}`);
    expect(at(read.body, "answers/0/answeredQuestion")).toEqual(answered);
  });
});

describe("a policy that is saved", () => {
  it("says in a header when people of other organizations get in without anybody's approval", async () => {
    const surface = await openSurface();
    const { packageId } = await createGroupPackage(surface, "Sales");
    const policy = {
      ...{
        displayName: "Partners",
        accessPackage: { id: packageId },
        allowedTargetScope: "allExternalUsers",
      },
      requestorSettings: { enableTargetsToSelfAddAccess: true },
    };
    const save = async (body: object) =>
      (await surface.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body })).headers[
        "Gatehouse-Warnings"
      ];
    expect(await save(policy)).toContain("without anybody's approval");
    expect(await save({ ...policy, requestorSettings: {} })).toBeUndefined();
    expect(await save({ ...policy, allowedTargetScope: "allMemberUsers" })).toBeUndefined();
    await surface.close();
  });

  it("says in a header what of it is kept and not acted upon yet, and says nothing of what is off", async () => {
    const surface = await openSurface();
    const { packageId } = await createGroupPackage(surface, "Sales");
    const manager = {
      "@odata.type": "#microsoft.graph.singleUser",
      userId: surface.people["approver"]?.objectId,
    };
    const rule = {
      "@odata.type": "#microsoft.graph.attributeRuleMembers",
      ...{ description: "Sales", membershipRule: '(user.department -eq "Sales")' },
    };
    const schedule = {
      startDateTime: "2026-12-01T00:00:00Z",
      expiration: { type: "afterDuration", duration: "P14D" },
      recurrence: {
        pattern: { type: "absoluteMonthly", interval: 3, dayOfMonth: 1 },
        range: { type: "noEnd" },
      },
    };
    const automatic = {
      ...{
        displayName: "Automatic",
        accessPackage: { id: packageId },
        allowedTargetScope: "specificDirectoryUsers",
      },
      specificAllowedTargets: [rule],
      automaticRequestSettings: { requestAccessForAllowedTargets: true },
      reviewSettings: { isEnabled: true, primaryReviewers: [manager], schedule },
    };
    const plain = { displayName: "Plain", accessPackage: { id: packageId } };
    const save = async (body: object) => {
      const saved = await surface.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body });
      return [saved.status, saved.headers["Gatehouse-Warnings"]];
    };
    const [status, warnings] = await save(automatic);
    expect(status).toBe(201);
    expect(warnings).toContain("nobody is assigned or removed automatically yet");
    expect(warnings).toContain("no reviews are held yet");
    expect(await save(plain)).toEqual([201, undefined]);
    await surface.close();
  });
});
