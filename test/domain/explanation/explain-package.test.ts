import { describe, expect, it } from "vitest";
import type { SubmissionFacts } from "../../../src/domain/assignment-request/submission.js";
import { refused } from "../../../src/domain/errors.js";
import {
  explainPackage,
  type PackageFacts,
  unreachedRules,
} from "../../../src/domain/explanation/explain-package.js";
import { access, anAssignment, aTarget } from "../../builders/access.js";
import { at, NOW } from "../../builders/instants.js";
import { aPackage } from "../../builders/packages.js";
import { aPolicy } from "../../builders/policies.js";
import { asking, facts } from "../../builders/submissions.js";

const told = (says: Partial<SubmissionFacts>, more: Partial<PackageFacts> = {}) =>
  explainPackage({
    judged: { facts: facts(says), asked: asking(), now: NOW },
    ...{ extending: undefined, stages: [], arePackagesForSpecificPeopleListedToMembers: true },
    ...more,
  });

describe("what stands in the way of having a package", () => {
  it("is told for every policy: not for them, takes no requests, less specific, or offered", () => {
    const policies = [
      aPolicy({ id: "apps", allowedTargetScope: "allDirectoryServicePrincipals" }),
      aPolicy({ id: "closed", requestorSettings: { enableTargetsToSelfAddAccess: false } }),
      aPolicy({ id: "everybody" }),
      aPolicy({ id: "members", allowedTargetScope: "allMemberUsers" }),
    ];
    expect(told({ policies }).policies.map(({ id, code }) => `${id} ${code}`)).toEqual([
      "apps outOfScope",
      "closed doesNotTake",
      "everybody lessSpecific",
      "members offered",
    ]);
  });

  it("is told for groups and packages that exclude it, by name where it is known", () => {
    const accessPackage = aPackage({
      incompatibleAccessPackageIds: ["audit"],
      incompatibleGroupIds: ["auditors"],
    });
    expect(
      told({
        accessPackage,
        target: aTarget({ groupIds: ["auditors"] }),
        access: access({ assignments: [anAssignment({ id: "a", accessPackageId: "audit" })] }),
        excludingNames: new Map([["audit", "Audit"]]),
      }).separationOfDuties,
    ).toEqual([
      {
        code: "incompatibleAccessPackage",
        id: "audit",
        displayName: "Audit",
        assignmentId: "a",
        requestId: null,
      },
      { code: "incompatibleGroup", id: "auditors", displayName: null, assignmentId: null, requestId: null },
    ]);
  });
});

describe("what cannot even be judged", () => {
  it("is told in place of the rules, none of which could be reached", () => {
    const [first, ...rest] = unreachedRules(refused("ResourceNotFound", "There is no assignment."));
    expect(first).toMatchObject({
      code: "everythingExists",
      outcome: "failed",
      error: { code: "ResourceNotFound" },
    });
    expect(new Set(rest.map(({ outcome }) => outcome))).toEqual(new Set(["notReached"]));
  });
});

describe("whether somebody keeps a package", () => {
  const having = (endDateTime: string | null) => ({
    access: access({
      assignments: [anAssignment({ endDateTime: endDateTime === null ? null : at(endDateTime) })],
    }),
  });

  it("is so for ever where the access has no end, and otherwise until its end, extended or not", () => {
    expect(told(having(null)).canKeep).toMatchObject({ answer: true, code: "withoutEnd" });
    expect(told(having("2027-01-01")).canKeep).toMatchObject({
      ...{ answer: false, code: "cannotExtend", endDateTime: at("2027-01-01") },
    });
    const assignment = anAssignment({ endDateTime: at("2027-01-01") });
    const extending = {
      facts: facts({ ...having("2027-01-01"), assignment }),
      asked: asking({ requestType: "userUpdate" }),
      now: NOW,
    };
    expect(told(having("2027-01-01"), { extending }).canKeep).toMatchObject({
      answer: true,
      code: "mayExtend",
    });
    expect(told({}).canKeep).toBeNull();
  });

  it("is told with the end that asking again would give", () => {
    expect(told(having("2027-01-01")).access).toEqual({
      startDateTime: NOW,
      endDateTime: at("2027-11-22T19:25:45Z"),
    });
  });
});
