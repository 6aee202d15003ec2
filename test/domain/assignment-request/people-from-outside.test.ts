import { describe, expect, it } from "vitest";
import { excludedApprovers } from "../../../src/domain/assignment-request/approval-steps.js";
import type { SubmissionFacts } from "../../../src/domain/assignment-request/submission.js";
import { referenceTo } from "../../../src/domain/subject/subject-access.js";
import { access, anAssignment, aRequest, aTarget, person } from "../../builders/access.js";
import { aCatalog } from "../../builders/packages.js";
import { aPolicy } from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

const affiliation = { organization: null, isRefused: false };
const { subject } = access();
const PAT = {
  ...subject,
  id: "subject-pat",
  objectId: null,
  displayName: "Pat",
  email: "pat@partner.example",
};
const PAUL = { ...PAT, id: "subject-paul", displayName: "Paul", email: "paul@partner.example" };
const EXTERNAL = aPolicy({ allowedTargetScope: "allExternalUsers" });

/** Pat asks for herself, unless said otherwise. */
const outside = (says: Partial<SubmissionFacts> = {}): Partial<SubmissionFacts> => ({
  access: access({ subject: PAT }),
  requestor: referenceTo(PAT),
  target: {
    kind: "externalUser",
    objectId: null,
    displayName: "Pat",
    email: "pat@partner.example",
    groupIds: new Set(),
    affiliation,
  },
  catalog: { ...aCatalog(), isExternallyVisible: true },
  policies: [EXTERNAL],
  ...says,
});

describe("a request of somebody whom the directory does not have", () => {
  it("is taken, and names them by their subject", () => {
    const decision = submit(outside());
    expect(decision).toMatchObject({
      request: { target: { id: "subject-pat", objectId: null }, requestor: { id: "subject-pat" } },
    });
  });

  it("is theirs alone: two people without a directory object are not the same person", () => {
    expect(answer(outside({ requestor: referenceTo(PAUL) }))).toBe("Forbidden");
    const theirs = outside({
      requestor: referenceTo(PAUL),
      assignment: anAssignment({ target: referenceTo(PAT) }),
    });
    expect(answer(theirs, { requestType: "userRemove" })).not.toBe("decided");
    expect(answer(theirs, { requestType: "userUpdate" })).not.toBe("decided");
  });

  it("excludes nobody from deciding who has an object: no object is not an object", () => {
    expect(excludedApprovers(aRequest({ target: referenceTo(PAT), requestor: referenceTo(PAT) }))).toEqual(
      [],
    );
    expect(excludedApprovers(aRequest({ target: referenceTo(PAT), requestor: person("admin") }))).toEqual([
      "admin",
    ]);
  });

  it("needs a catalog that is enabled for external users, also when an administrator assigns", () => {
    const hidden = outside({ catalog: { ...aCatalog(), isExternallyVisible: false } });
    for (const requestType of ["userAdd", "adminAdd"] as const)
      expect(answer(hidden, { requestType })).toBe("PolicyNotApplicable");
    const has = { ...hidden, assignment: anAssignment({ target: referenceTo(PAT) }) };
    expect(answer(has, { requestType: "userRemove" })).toBe("decided");
    expect(answer(has, { requestType: "adminRemove" })).toBe("decided");
  });
});

describe("a request of a guest", () => {
  const guest = (isExternallyVisible: boolean): Partial<SubmissionFacts> => ({
    target: aTarget({ userType: "Guest", affiliation }),
    catalog: { ...aCatalog(), isExternallyVisible },
  });

  it("under a policy for external people needs a catalog that is enabled for them", () => {
    expect(answer({ ...guest(false), policies: [EXTERNAL] })).toBe("PolicyNotApplicable");
    expect(answer({ ...guest(true), policies: [EXTERNAL] })).toBe("decided");
  });

  it("goes under the policy for the whole directory where the one for external people cannot be used", () => {
    const directory = aPolicy({ id: "directory", allowedTargetScope: "allDirectoryUsers" });
    expect(submit({ ...guest(false), policies: [EXTERNAL, directory] })).toMatchObject({
      request: { assignmentPolicyId: "directory" },
    });
  });
});
