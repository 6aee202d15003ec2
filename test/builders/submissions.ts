/** New requests and the facts they are judged by; each test says only what is out of the ordinary. */
import type { Asked, SubmissionFacts } from "../../src/domain/assignment-request/submission.js";
import { submitRequest } from "../../src/domain/assignment-request/submit.js";
import { access, aTarget, occasion, person } from "./access.js";
import { aCatalog, aPackage } from "./packages.js";
import { aPolicy } from "./policies.js";

export function facts(says: Partial<SubmissionFacts> = {}): SubmissionFacts {
  return {
    access: access(),
    target: aTarget(),
    requestor: person("target"),
    requestorGroupIds: new Set(),
    managerIds: ["manager"],
    accessPackage: aPackage(),
    catalog: aCatalog(),
    policies: [aPolicy()],
    assignment: undefined,
    callerRefusal: undefined,
    excludingNames: new Map(),
    isApprovalEnforcedForDirectAssignment: false,
    ...says,
  };
}

/** What the target says when they ask for nothing in particular. */
export function asking(asks: Partial<Asked> = {}): Asked {
  return {
    id: "new",
    requestType: "userAdd",
    assignmentPolicyId: null,
    justification: null,
    answers: [],
    schedule: { startDateTime: null, expiration: { type: "notSpecified" } },
    ...asks,
  };
}

/** The target asks for the package, where everybody may have it. */
export function submit(says: Partial<SubmissionFacts>, asks: Partial<Asked> = {}) {
  return submitRequest(facts(says), asking(asks), occasion());
}

/** The code of the refusal; "decided" when it was accepted. */
export function answer(says: Partial<SubmissionFacts>, asks: Partial<Asked> = {}): string {
  const result = submit(says, asks);
  return result.kind === "refused" ? result.code : result.kind;
}
