import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/wire/json-object.js";
import { aPolicy } from "../builders/policy-body.js";
import { type Answered, at, EM, idOf, openSurface, type Surface } from "./surface-fixture.js";

let s: Surface;
let packageId: string;
beforeAll(async () => {
  s = await openSurface();
  packageId = await newPackage("Tools");
});
afterAll(() => s.close());

async function newPackage(displayName: string): Promise<string> {
  return idOf(await s.call("POST", `${EM}/accessPackages`, { as: "admin", body: { displayName } }));
}

const body = (says: JsonObject = {}): JsonObject => ({
  ...aPolicy(packageId, s.people["approver"]?.objectId ?? ""),
  ...says,
});

async function made(says: JsonObject = {}): Promise<Answered> {
  return s.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body: body(says) });
}

const write = (method: "PUT" | "PATCH", id: string, sent: JsonObject, headers = {}) =>
  s.call(method, `${EM}/assignmentPolicies/${id}`, { as: "admin", body: sent, headers });

const REVIEWS = {
  isEnabled: true,
  expirationBehavior: "removeaccess",
  primaryReviewers: [],
  isSelfReview: true,
  schedule: {
    startDateTime: "2026-12-01T00:00:00Z",
    expiration: { duration: "P14D", type: "afterDuration" },
    recurrence: {
      pattern: { type: "absoluteMonthly", interval: 3, month: 0, dayOfMonth: 0, daysOfWeek: [] },
      range: {
        type: "noEnd",
        numberOfOccurrences: 0,
        recurrenceTimeZone: null,
        startDate: null,
        endDate: null,
      },
    },
  },
};

describe("replacing a policy (PUT)", () => {
  it("replaces everything, and names in Gatehouse-Reset what it reset because it was left out", async () => {
    const id = idOf(await made({ reviewSettings: REVIEWS }));
    const answered = await write("PUT", id, {
      displayName: "Members",
      description: "For everybody",
      allowedTargetScope: "allMemberUsers",
      expiration: { type: "afterDuration", duration: "P365D" },
      requestorSettings: { enableTargetsToSelfAddAccess: true },
    });
    expect(answered.status).toBe(200);
    expect(answered.headers["Gatehouse-Reset"]).toBe(
      "requestorSettings/enableTargetsToSelfUpdateAccess, requestorSettings/enableTargetsToSelfRemoveAccess, requestApprovalSettings, reviewSettings, questions",
    );
    expect(answered.body).toMatchObject({
      reviewSettings: null,
      questions: [],
      requestApprovalSettings: { isApprovalRequiredForAdd: false, stages: [] },
    });
  });

  it("says nothing of a reset when nothing was left out", async () => {
    const created = await made();
    const { "@odata.context": _, "@odata.etag": __, ...whole } = created.body;
    const answered = await write("PUT", idOf(created), whole);
    expect(answered.headers["Gatehouse-Reset"]).toBeUndefined();
    expect(answered.body).toMatchObject({ questions: created.body["questions"] });
  });

  it("keeps the ids of questions that are sent with theirs, and gives new ones an id", async () => {
    const created = await made();
    const [question] = created.body["questions"] as JsonObject[];
    const more = { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", text: "Until when?" };
    const answered = await write("PUT", idOf(created), body({ questions: [question ?? {}, more] }));
    expect(at(answered.body, "questions/0/id")).toBe(question?.["id"]);
    expect(at(answered.body, "questions/1/id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("cannot move the policy to another package, nor can PATCH", async () => {
    const id = idOf(await made());
    const other = await newPackage("Other tools");
    for (const [method, sent] of [
      ["PUT", { ...body(), accessPackage: { id: other } }],
      ["PATCH", { accessPackage: { id: other } }],
      ["PATCH", { AccessPackageId: other }],
    ] as const)
      expect(await write(method, id, sent)).toMatchObject({
        status: 400,
        body: { error: { code: "InvalidModel", target: "accessPackage/id" } },
      });
  });

  it("is refused with 412 when If-Match names an older version, as PATCH is", async () => {
    const created = await made();
    const id = idOf(created);
    const etag = created.headers["ETag"] ?? "";
    expect((await write("PATCH", id, { description: "Newer" }, { "if-match": etag })).status).toBe(200);
    for (const method of ["PUT", "PATCH"] as const)
      expect((await write(method, id, body(), { "if-match": etag })).status).toBe(412);
  });

  it("takes custom extensions off with an empty list", async () => {
    const read = await s.call("GET", `${EM}/accessPackages/${packageId}?$expand=catalog`, { as: "admin" });
    const catalog = String(at(read.body, "catalog/id"));
    const extension = await s.call("POST", `${EM}/catalogs/${catalog}/customWorkflowExtensions`, {
      as: "admin",
      body: {
        "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
        displayName: "Check the licence",
        endpointConfiguration: {
          "@odata.type": "#microsoft.graph.httpRequestEndpoint",
          targetUrl: "https://hooks.example.org/check",
        },
        authenticationConfiguration: {
          "@odata.type": "#microsoft.graph.azureAdTokenAuthentication",
          resourceId: "f604bd15-f785-4309-ad7c-6fad18ddb6cb",
        },
      },
    });
    const customExtensionStageSettings = [
      {
        stage: "assignmentRequestCreated",
        customExtension: {
          "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
          id: idOf(extension),
        },
      },
    ];
    const id = idOf(await made({ customExtensionStageSettings }));
    const stages = async () =>
      (
        await s.call("GET", `${EM}/assignmentPolicies/${id}?$expand=customExtensionStageSettings`, {
          as: "admin",
        })
      ).body["customExtensionStageSettings"];
    expect(await stages()).toMatchObject([{ stage: "assignmentRequestCreated" }]);
    // A merge leaves them; a replacement that leaves them out says so; an empty list takes them off.
    await write("PATCH", id, { description: "Merged" });
    expect(await stages()).toMatchObject([{ stage: "assignmentRequestCreated" }]);
    const answered = await write("PUT", id, body());
    expect(answered.headers["Gatehouse-Reset"]).toBe("customExtensionStageSettings");
    await write("PATCH", id, { customExtensionStageSettings });
    expect(await stages()).toHaveLength(1);
    const emptied = await write("PUT", id, body({ customExtensionStageSettings: [] }));
    expect(emptied.headers["Gatehouse-Reset"]).toBeUndefined();
    expect(await stages()).toEqual([]);
  });
});

describe("merging into a policy (PATCH)", () => {
  it("changes what it names and leaves the rest, within objects too; null takes a setting away", async () => {
    const created = await made({ reviewSettings: REVIEWS });
    const answered = await write("PATCH", idOf(created), {
      requestorSettings: { allowCustomAssignmentSchedule: true },
      reviewSettings: { schedule: { expiration: { type: "afterDuration", duration: "P20D" } } },
    });
    expect(answered.body).toMatchObject({
      requestorSettings: { allowCustomAssignmentSchedule: true, enableTargetsToSelfAddAccess: true },
      requestApprovalSettings: created.body["requestApprovalSettings"],
      reviewSettings: { isSelfReview: true, schedule: { expiration: { duration: "P20D" } } },
    });
    expect((await write("PATCH", idOf(created), { reviewSettings: null })).body["reviewSettings"]).toBeNull();
  });
});

describe("the review settings of a policy", () => {
  it("are kept in full, with the defaults for what is left out", async () => {
    const created = await made({ reviewSettings: REVIEWS });
    expect(created.body["reviewSettings"]).toEqual({
      isEnabled: true,
      isSelfReview: true,
      isRecommendationEnabled: true,
      isReviewerJustificationRequired: true,
      expirationBehavior: "removeAccess",
      primaryReviewers: [],
      fallbackReviewers: [],
      schedule: {
        startDateTime: "2026-12-01T00:00:00.000Z",
        expiration: { endDateTime: null, duration: "P14D", type: "afterDuration" },
        recurrence: {
          pattern: {
            ...REVIEWS.schedule.recurrence.pattern,
            firstDayOfWeek: "sunday",
            index: "first",
          },
          range: REVIEWS.schedule.recurrence.range,
        },
      },
    });
  });

  it("are refused with the property that is wrong", async () => {
    const wrong = { ...REVIEWS, isSelfReview: false };
    expect(await made({ reviewSettings: wrong })).toMatchObject({
      status: 400,
      body: { error: { target: "reviewSettings/primaryReviewers" } },
    });
    const range = { type: "endDate", endDate: "tomorrow" };
    const schedule = { recurrence: { pattern: { type: "weekly" }, range } };
    expect(await made({ reviewSettings: { ...REVIEWS, schedule } })).toMatchObject({
      status: 400,
      body: { error: { target: "reviewSettings/schedule/recurrence/range/endDate" } },
    });
  });
});

describe("writing policies", () => {
  it("is possible at assignmentPolicies alone: below other paths it is refused with 405 or 404", async () => {
    const id = idOf(await made());
    const below = await s.call("POST", `${EM}/accessPackages/${packageId}/assignmentPolicies`, {
      as: "admin",
      body: body(),
    });
    expect(below.status).toBe(405);
    for (const path of [
      `/accessPackages/${packageId}/assignmentPolicies/${id}`,
      `/catalogs/${packageId}/accessPackages/${packageId}/assignmentPolicies/${id}`,
    ])
      expect([404, 405]).toContain(
        (await s.call("PUT", `${EM}${path}`, { as: "admin", body: body() })).status,
      );
  });

  it("accepts notificationSettings by the name of the resource page, and writes the schema's", async () => {
    const { notificationSettings: _, ...rest } = body();
    const sent = { ...rest, accessPackageNotificationSettings: { isAssignmentNotificationDisabled: true } };
    const created = await s.call("POST", `${EM}/assignmentPolicies`, { as: "admin", body: sent });
    expect(created.body["notificationSettings"]).toEqual({ isAssignmentNotificationDisabled: true });
    expect(created.body).not.toHaveProperty("accessPackageNotificationSettings");
  });
});

describe("automatic policies", () => {
  const automatic = {
    allowedTargetScope: "specificDirectoryUsers",
    specificAllowedTargets: [
      {
        "@odata.type": "#microsoft.graph.attributeRuleMembers",
        membershipRule: 'user.department -eq "Sales"',
      },
    ],
    automaticRequestSettings: { requestAccessForAllowedTargets: true },
  };

  it("are at most one for a package, also when two are made at the same moment", async () => {
    packageId = await newPackage("By rule");
    const answers = await Promise.all([made(automatic), made(automatic), made(automatic)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["201", "400", "400"]);
    const won = answers.find(({ status }) => status === 201);
    const plain = idOf(await made());
    expect((await write("PATCH", plain, automatic)).status).toBe(400);
    const winner = idOf(won ?? answers[0] ?? (await made()));
    expect((await s.call("DELETE", `${EM}/assignmentPolicies/${winner}`, { as: "admin" })).status).toBe(204);
    expect((await write("PATCH", plain, automatic)).status).toBe(200);
    // Given back when it no longer assigns by itself.
    expect((await write("PUT", plain, body())).status).toBe(200);
    expect((await made(automatic)).status).toBe(201);
  });

  it("are made, changed and deleted by administrators alone", async () => {
    packageId = await newPackage("By rule, guarded");
    const id = idOf(await made(automatic));
    const catalogs = await s.call("GET", `${EM}/accessPackages/${packageId}?$expand=catalog`, {
      as: "admin",
    });
    await s.call("POST", "/v1.0/roleManagement/entitlementManagement/roleAssignments", {
      as: "admin",
      body: {
        principalId: s.people["owner"]?.objectId,
        roleDefinitionId: "ae79f266-94d4-4dab-b730-feca7e132178",
        appScopeId: `/AccessPackageCatalog/${String(at(catalogs.body, "catalog/id"))}`,
      },
    });
    const path = `${EM}/assignmentPolicies/${id}`;
    expect((await s.call("PATCH", path, { as: "owner", body: { description: "x" } })).status).toBe(403);
    expect((await s.call("DELETE", path, { as: "owner" })).status).toBe(403);
    expect((await s.call("DELETE", path, { as: "admin" })).status).toBe(204);
  });
});
