import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { invalidModel } from "../../src/wire/invalid-model.js";
import { newAccessPackage, newResourceRoleScope, referenceTo } from "../../src/wire/schema/access-package.js";
import { policy } from "../../src/wire/schema/assignment-policy.js";
import { newAssignmentRequest, stageDecision } from "../../src/wire/schema/assignment-request.js";
import { catalogChanges, newCatalog } from "../../src/wire/schema/catalog.js";
import { newResourceRequest } from "../../src/wire/schema/resource.js";
import { newRoleAssignment } from "../../src/wire/schema/role-assignment.js";
import { subjectSet } from "../../src/wire/schema/subject-set.js";
import { aPolicy } from "../builders/policy-body.js";

const A = "11111111-2222-4333-8444-555555555555";
const B = "99999999-2222-4333-8444-555555555555";

/** What the caller is told: the properties and the words. */
function told(schema: z.ZodType, body: unknown): readonly string[] {
  const read = schema.safeParse(body);
  if (read.success) return [];
  return (invalidModel(read.error.issues, body).details ?? []).map(
    ({ target, message }) => `${target}: ${message}`,
  );
}

describe("bodies as real clients write them", () => {
  it("may have names in any case, booleans as strings, nulls for what is not given, and unknown properties", () => {
    expect(
      newCatalog.parse({
        DisplayName: " Sales ",
        isexternallyvisible: "True",
        state: "UNPUBLISHED",
        description: null,
        x: 1,
      }),
    ).toEqual({ displayName: "Sales", description: null, state: "unpublished", isExternallyVisible: true });
    expect(newCatalog.parse({ displayName: "Sales" })).toEqual({
      displayName: "Sales",
      description: null,
      state: "published",
      isExternallyVisible: false,
    });
  });

  it("change only what they name; null empties what can be empty", () => {
    expect(catalogChanges.parse({})).toEqual({});
    expect(catalogChanges.parse({ description: null, displayName: null })).toEqual({ description: null });
  });

  it("name a catalog as an object or by its id", () => {
    for (const catalog of [
      { catalog: { id: A } },
      { catalogId: A.toUpperCase() },
      { accessPackageCatalog: { id: A } },
    ])
      expect(newAccessPackage.parse({ displayName: "P", ...catalog })).toMatchObject({ catalogId: A });
    expect(newAccessPackage.parse({ displayName: "P" })).toMatchObject({ catalogId: undefined });
  });

  it("name the resource of a request in the words of either version", () => {
    const resource = { originId: A, originSystem: "aadgroup" };
    const expected = {
      requestType: "adminAdd",
      catalogId: B,
      resource: { originId: A, originSystem: "AadGroup" },
    };
    expect(
      newResourceRequest.parse({ requestType: "AdminAdd", catalogId: B, accessPackageResource: resource }),
    ).toMatchObject(expected);
    expect(newResourceRequest.parse({ requestType: "adminAdd", catalog: { id: B }, resource })).toMatchObject(
      expected,
    );
  });

  it("name a role by the id that stands for none, and then by its origin", () => {
    const zero = "00000000-0000-0000-0000-000000000000";
    expect(
      newResourceRoleScope.parse({
        role: {
          id: zero,
          originId: `Member_${A}`,
          originSystem: "AadGroup",
          resource: { id: zero, originId: A },
        },
        scope: { id: zero, originId: A, isRootScope: "true" },
      }),
    ).toMatchObject({
      role: { id: undefined, originId: `Member_${A}` },
      scope: { id: undefined, originId: A, isRootScope: true },
      resource: { id: undefined, originId: A, originSystem: "AadGroup" },
    });
  });

  it("ask for access in every shape that was ever documented", () => {
    const expected = {
      requestType: "adminAdd",
      accessPackageId: A,
      assignmentPolicyId: B,
      targetObjectId: A,
    };
    for (const assignment of [
      { assignment: { targetId: A, assignmentPolicyId: B, accessPackageId: A } },
      {
        accessPackageAssignment: {
          target: { objectId: A },
          assignmentPolicy: { id: B },
          accessPackage: { id: A },
        },
      },
    ])
      expect(newAssignmentRequest.parse({ requestType: "AdminAdd", ...assignment })).toMatchObject(expected);
    expect(newAssignmentRequest.parse({ requestType: "userExtend", assignment: { id: A } })).toMatchObject({
      requestType: "userUpdate",
      assignmentId: A,
    });
    expect(
      newAssignmentRequest.parse({
        requestType: "userAdd",
        schedule: {
          startDateTime: "2026-12-01T00:00:00Z",
          recurrence: null,
          expiration: { duration: "P5D" },
        },
        answers: [
          {
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            value: "42",
            answeredQuestion: { "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", id: A },
          },
        ],
      }),
    ).toMatchObject({
      schedule: {
        startDateTime: "2026-12-01T00:00:00.000Z",
        expiration: { type: "afterDuration", duration: "P5D" },
      },
      answers: [{ questionId: A, value: "42", displayValue: null }],
    });
  });

  it("decide with either spelling of the result", () => {
    expect(stageDecision.parse({ reviewResult: "approve" })).toEqual({
      decision: "Approve",
      justification: null,
    });
    expect(stageDecision.parse({ reviewResult: "Denied", justification: "no" })).toEqual({
      decision: "Deny",
      justification: "no",
    });
  });

  it("name people with and without # and namespace, and with the older id", () => {
    for (const type of [
      "#microsoft.graph.singleUser",
      "microsoft.graph.singleUser",
      "#Microsoft.Graph.SINGLEUSER",
    ])
      expect(subjectSet.parse({ "@odata.type": type, userId: A })).toEqual({
        kind: "singleUser",
        userId: A,
        description: null,
      });
    expect(
      subjectSet.parse({ "@odata.type": "#microsoft.graph.groupMembers", id: A, isBackup: false }),
    ).toMatchObject({ groupId: A });
    expect(
      subjectSet.parse({ "@odata.type": "#microsoft.graph.requestorManager", managerLevel: "2" }),
    ).toEqual({
      kind: "requestorManager",
      managerLevel: 2,
    });
  });

  it("refer to objects by any host, with the key as segment or in parentheses", () => {
    const packages = referenceTo("accessPackages");
    for (const url of [
      `https://graph.microsoft.com/v1.0/x/accessPackages/${A}`,
      `http://h/accessPackages('${A.toUpperCase()}')`,
    ])
      expect(packages.parse({ "@odata.id": url })).toBe(A);
    expect(told(packages, { "@odata.id": `https://h/groups/${A}` })).toEqual([
      '@odata.id: "@odata.id" must be an address that ends in /accessPackages/{id}.',
    ]);
  });
});

describe("bodies that cannot be read", () => {
  it.each([
    [newCatalog, {}, ['displayName: "displayName" is missing.']],
    [newCatalog, { displayNam: "x" }, ['displayName: "displayName" is missing. Did you mean "displayName"?']],
    [newCatalog, { displayName: " " }, ['displayName: "displayName" must not be empty.']],
    [newCatalog, { displayName: 5 }, ['displayName: "displayName" must be a string.']],
    [
      newCatalog,
      { displayName: "x".repeat(257) },
      ['displayName: "displayName" must be at most 256 characters long.'],
    ],
    [
      newCatalog,
      { displayName: "x", state: "open" },
      ['state: "state" must be one of unpublished, published; got "open".'],
    ],
    [
      newCatalog,
      { displayName: "x", isExternallyVisible: "yes" },
      ['isExternallyVisible: "isExternallyVisible" must be true or false.'],
    ],
    [newCatalog, [], ['body: "body" must be an object.']],
    [newCatalog, "text", ['body: "body" must be an object.']],
    [
      newAccessPackage,
      { displayName: "x", catalog: { id: "5" } },
      ['catalog/id: "catalog/id" must be a GUID; got "5".'],
    ],
    [newRoleAssignment, { principalId: A, roleDefinitionId: B }, ['appScopeId: "appScopeId" is missing.']],
    [
      newRoleAssignment,
      { principalId: A, roleDefinitionId: B, appScopeId: "/x" },
      ['appScopeId: "appScopeId" must be "/AccessPackageCatalog/{id}", or "/" for the whole tenant.'],
    ],
    [
      newAssignmentRequest,
      { requestType: "grab" },
      [expect.stringContaining('requestType: "requestType" must be one of userAdd, userUpdate')],
    ],
    [
      newAssignmentRequest,
      { requestType: "userAdd", schedule: { recurrence: {} } },
      ['schedule/recurrence: "schedule/recurrence" must be null: access is not given in intervals.'],
    ],
    [
      newAssignmentRequest,
      { requestType: "userAdd", schedule: { expiration: { type: "afterDuration" } } },
      ['schedule/expiration/duration: "schedule/expiration/duration" is needed when type is afterDuration.'],
    ],
  ])("name the property and what it must be (%#)", (schedule, body, expected) => {
    expect(told(schedule, body)).toEqual(expected);
  });

  it("name every property that is wrong, however deep", () => {
    const body = aPolicy(A, B);
    const [stage] = body.requestApprovalSettings.stages;
    expect(
      told(policy, {
        ...body,
        allowedTargetScope: "everybody",
        expiration: { type: "afterDuration", duration: "a year" },
        requestApprovalSettings: {
          isApprovalRequiredForAdd: true,
          stages: [{ ...stage, durationBeforeAutomaticDenial: "P1M", primaryApprovers: [{ userId: A }] }],
        },
        questions: [{ text: "Why?" }],
      }),
    ).toEqual([
      expect.stringContaining("allowedTargetScope: "),
      'expiration/duration: "expiration/duration" must be a duration such as P14D or PT8H; got "a year".',
      expect.stringContaining("requestApprovalSettings/stages/0/durationBeforeAutomaticDenial: "),
      expect.stringContaining("requestApprovalSettings/stages/0/primaryApprovers/0/@odata.type: "),
      expect.stringContaining("questions/0/@odata.type: "),
    ]);
  });

  it("never make a schema throw, whatever they are", () => {
    const schemas = ENDPOINTS.map((endpoint) => endpoint.body).filter((schema) => schema !== undefined);
    const key = fc.constantFrom(
      "displayName",
      "assignment",
      "role",
      "scope",
      "@odata.type",
      "requestType",
      "id",
      "__proto__",
      "constructor",
      "x",
    );
    const { body } = fc.letrec((tie) => ({
      body: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.dictionary(key, tie("body"), { maxKeys: 5 }),
        fc.array(tie("body"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(body, fc.nat(schemas.length - 1), (value, index) => {
        const read = schemas[index]?.safeParse(value);
        const told = read?.success === false ? invalidModel(read.error.issues, value).code : "InvalidModel";
        expect(told).toBe("InvalidModel");
      }),
      { numRuns: 5_000 },
    );
  });
});
