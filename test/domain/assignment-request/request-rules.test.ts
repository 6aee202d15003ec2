import { describe, expect, it } from "vitest";
import { EVERY_TYPE } from "../../../src/domain/assignment-request/request-kinds.js";
import { judge, judgeAll, REQUEST_RULES } from "../../../src/domain/assignment-request/request-rules.js";
import type {
  Asked,
  Judged,
  SubmissionFacts,
  SubmittedRequestType,
} from "../../../src/domain/assignment-request/submission.js";
import { refused } from "../../../src/domain/errors.js";
import { anAssignment, aRequest, aTarget, person } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aCatalog, aPackage } from "../../builders/packages.js";
import { aPolicy, aTextQuestion, managerOfTarget } from "../../builders/policies.js";
import { facts } from "../../builders/submissions.js";

type Spoil = (judged: Judged) => Judged;

const said =
  (says: (facts: SubmissionFacts) => Partial<SubmissionFacts>): Spoil =>
  (judged) => ({ ...judged, facts: { ...judged.facts, ...says(judged.facts) } });
const asked =
  (says: Partial<Asked>): Spoil =>
  (judged) => ({ ...judged, asked: { ...judged.asked, ...says } });
const policies = (change: (policy: ReturnType<typeof aPolicy>) => ReturnType<typeof aPolicy>): Spoil =>
  said((before) => ({ policies: before.policies.map(change) }));
const withRequest = (request: ReturnType<typeof aRequest>): Spoil =>
  said(({ access }) => ({ access: { ...access, requests: [...access.requests, request] } }));

const inTurn =
  (...spoils: readonly Spoil[]): Spoil =>
  (judged) =>
    spoils.reduce((before, spoil) => spoil(before), judged);

/** For each rule: what breaks it, and nothing before it, for a request of this kind. */
const SPOILED: Readonly<
  Record<string, { readonly type: readonly SubmittedRequestType[]; readonly by: Spoil }>
> = {
  policyBelongsToPackage: { type: EVERY_TYPE, by: asked({ assignmentPolicyId: "stranger" }) },
  callerMayAsk: {
    type: EVERY_TYPE,
    by: (judged) =>
      said(() =>
        judged.asked.requestType.startsWith("admin")
          ? { callerRefusal: refused("Forbidden", "No role.") }
          : { requestor: person(judged.asked.requestType === "onBehalfAdd" ? "target" : "stranger") },
      )(judged),
  },
  catalogIsPublished: {
    type: ["userAdd", "onBehalfAdd", "userUpdate"],
    by: said(({ catalog }) => ({ catalog: { ...catalog, state: "unpublished" } })),
  },
  targetIsInScope: {
    type: ["userAdd", "onBehalfAdd", "userUpdate", "adminAdd"],
    by: policies((policy) => ({ ...policy, allowedTargetScope: "allDirectoryServicePrincipals" })),
  },
  policyTakesRequest: {
    // onBehalfAdd: whoever may act for nobody is told so before.
    type: ["userAdd", "userUpdate", "userRemove"],
    by: policies((policy) => ({
      ...policy,
      requestorSettings: {
        ...policy.requestorSettings,
        enableTargetsToSelfAddAccess: false,
        enableTargetsToSelfUpdateAccess: false,
        enableTargetsToSelfRemoveAccess: false,
        enableOnBehalfRequestorsToAddAccess: false,
      },
    })),
  },
  policyIsMostSpecific: {
    type: ["userAdd", "onBehalfAdd"],
    by: inTurn(
      asked({ assignmentPolicyId: "policy" }),
      said((before) => ({
        policies: [...before.policies, { ...open, id: "members", allowedTargetScope: "allMemberUsers" }],
      })),
    ),
  },
  onePolicyApplies: {
    type: ["userAdd", "onBehalfAdd", "adminAdd"],
    by: said((before) => ({ policies: [...before.policies, { ...open, id: "another" }] })),
  },
  nothingIsOpen: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate", "adminUpdate"],
    by: withRequest(aRequest({ state: "pendingApproval" })),
  },
  removalIsNotUnderWay: {
    type: ["userRemove", "adminRemove"],
    by: withRequest(aRequest({ requestType: "userRemove", state: "delivering", assignmentId: "assignment" })),
  },
  notAssignedYet: {
    type: ["userAdd", "onBehalfAdd", "adminAdd"],
    by: said(({ access }) => ({
      access: { ...access, assignments: [...access.assignments, anAssignment({ id: "there" })] },
    })),
  },
  dutiesAreSeparate: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate", "adminUpdate"],
    by: inTurn(
      said(({ accessPackage }) => ({
        accessPackage: { ...accessPackage, incompatibleGroupIds: ["auditors"] },
      })),
      said(() => ({ target: aTarget({ groupIds: ["auditors"] }) })),
    ),
  },
  justificationIsGiven: {
    type: ["userAdd", "onBehalfAdd", "userUpdate"],
    by: policies((policy) => ({
      ...policy,
      requestApprovalSettings: { ...policy.requestApprovalSettings, isRequestorJustificationRequired: true },
    })),
  },
  scheduleIsAllowed: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate", "adminUpdate"],
    by: asked({
      schedule: { startDateTime: null, expiration: { type: "afterDateTime", endDateTime: at("2066-01-01") } },
    }),
  },
  questionsAreAnswered: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate", "adminUpdate"],
    by: asked({
      answers: [{ questionId: "stranger", value: "x", displayValue: null }],
      // With an end: an update that only changes answers is no extension, so it could not break the separation of duties.
      schedule: { startDateTime: null, expiration: { type: "afterDuration", duration: lasting("P300D") } },
    }),
  },
  // Spaces: too long, and yet nothing where something must be said.
  justificationIsShort: { type: EVERY_TYPE, by: asked({ justification: " ".repeat(4_001) }) },
  openRequestsAreFew: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate", "adminUpdate"],
    by: said(({ access }) => ({
      access: {
        ...access,
        requests: [
          ...access.requests,
          ...Array.from({ length: 500 }, (_, i) =>
            aRequest({ id: String(i), accessPackageId: String(i), state: "pendingApproval" }),
          ),
        ],
      },
    })),
  },
  approvalIsPossible: {
    type: ["userAdd", "onBehalfAdd", "adminAdd", "userUpdate"],
    by: inTurn(
      said(() => ({ isApprovalEnforcedForDirectAssignment: true })),
      policies((policy) => ({
        ...policy,
        requestApprovalSettings: {
          ...policy.requestApprovalSettings,
          isApprovalRequiredForAdd: true,
          isApprovalRequiredForUpdate: true,
          stages: [],
        },
      })),
    ),
  },
  catalogIsVisibleOutside: {
    type: ["adminAdd"],
    by: inTurn(
      said(() => ({
        target: {
          ...{ kind: "externalUser", objectId: null, displayName: "Eve", email: "eve@contoso.com" },
          groupIds: new Set(["auditors"]),
          affiliation: { organization: null, isRefused: false },
        },
      })),
      policies((policy) => ({ ...policy, allowedTargetScope: "allExternalUsers" })),
    ),
  },
};

const open = aPolicy({
  requestorSettings: {
    enableOnBehalfRequestorsToAddAccess: true,
    onBehalfRequestors: [managerOfTarget()],
  },
  questions: [aTextQuestion({ isRequired: false })],
});

/** A request of this kind that breaks no rule. */
function sound(requestType: SubmittedRequestType): Judged {
  const isAdd = requestType.endsWith("Add");
  const assignment = anAssignment({ endDateTime: at("2027-01-01") });
  const own = requestType.startsWith("user");
  const base = facts({
    policies: [open],
    requestor: person(own ? "target" : "manager"),
    ...(isAdd ? {} : { assignment }),
  });
  const access = isAdd ? base.access : { ...base.access, assignments: [assignment] };
  return {
    facts: { ...base, access },
    asked: {
      ...{ id: "new", requestType, assignmentPolicyId: null, justification: null, answers: [] },
      schedule: { startDateTime: null, expiration: { type: "notSpecified" } },
    },
    now: NOW,
  };
}

/** The name of the first broken rule; undefined when none is. */
function firstBroken(judged: Judged): string | undefined {
  const refusal = judge(judged);
  const failed = judgeAll(judged).find(({ outcome }) => outcome === "failed");
  // Whoever asks for all rules is told the same as whoever asks for the first.
  expect(failed?.refusal).toEqual(refusal.kind === "refused" ? refusal : undefined);
  return failed?.rule.name;
}

describe("the rules of a request", () => {
  it("are kept by a sound request of every kind", () => {
    for (const type of EVERY_TYPE) {
      expect(firstBroken(sound(type))).toBeUndefined();
      expect(
        judgeAll(sound(type)).every(({ outcome }) => outcome === "passed" || outcome === "notConcerned"),
      ).toBe(true);
    }
  });

  it("each have a way of being broken that is told by name, for every kind of request they are about", () => {
    expect(Object.keys(SPOILED).toSorted()).toEqual(REQUEST_RULES.map(({ name }) => name).toSorted());
    for (const [name, { type, by }] of Object.entries(SPOILED))
      for (const one of type) expect([one, firstBroken(by(sound(one)))]).toEqual([one, name]);
  });

  it("are judged in order: of any two that are broken, the earlier is told", () => {
    const position = (name: string) => REQUEST_RULES.findIndex((rule) => rule.name === name);
    let pairs = 0;
    for (const [a, first] of Object.entries(SPOILED))
      for (const [b, second] of Object.entries(SPOILED)) {
        if (position(a) >= position(b)) continue;
        for (const type of first.type.filter((one) => second.type.includes(one))) {
          // The later one first, so that what the earlier one changes is not undone.
          const judged = first.by(second.by(sound(type)));
          expect([a, b, type, firstBroken(judged)]).toEqual([a, b, type, a]);
          pairs += 1;
        }
      }
    expect(pairs).toBeGreaterThan(300);
  });

  it("are told in full, with what could not be reached and what is about other kinds", () => {
    const outcomes = judgeAll(
      inTurn(
        asked({ assignmentPolicyId: "stranger" }),
        withRequest(aRequest({ state: "scheduled" })),
      )(sound("userAdd")),
    );
    const by = (outcome: string) =>
      outcomes.filter((one) => one.outcome === outcome).map(({ rule }) => rule.name);
    expect(by("failed")).toEqual(["policyBelongsToPackage", "nothingIsOpen"]);
    expect(by("notConcerned")).toEqual(["removalIsNotUnderWay"]);
    expect(by("notReached")).toEqual([
      "targetIsInScope",
      "policyTakesRequest",
      "policyIsMostSpecific",
      "onePolicyApplies",
      "notAssignedYet",
      "dutiesAreSeparate",
      "justificationIsGiven",
      "scheduleIsAllowed",
      "questionsAreAnswered",
      "approvalIsPossible",
    ]);
    const removal = judgeAll(asked({ assignmentPolicyId: "stranger" })(sound("adminRemove")));
    expect(removal.find(({ rule }) => rule.name === "policyTakesRequest")?.outcome).toBe("notReached");
  });

  it("name no rule that is not in the list, and none before the one it is judged after", () => {
    const names = REQUEST_RULES.map(({ name }) => name);
    const unknown = REQUEST_RULES.filter(
      ({ after }, index) => after !== undefined && !names.slice(0, index).includes(after),
    );
    expect(unknown).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are a bug, not an answer, when one that needs the policy comes before the policy is chosen", () => {
    const outOfOrder = REQUEST_RULES.filter((rule) => "checkUnder" in rule);
    expect(() => judge(asked({ assignmentPolicyId: "stranger" })(sound("userAdd")), outOfOrder)).toThrow(
      "mend the order of the rules",
    );
  });

  it("let an administrator assign in a catalog that is not published, and anybody give up access there", () => {
    const unpublished = said(() => ({ catalog: aCatalog({ state: "unpublished" }) }));
    for (const type of ["adminAdd", "adminUpdate", "adminRemove", "userRemove"] as const)
      expect(firstBroken(unpublished(sound(type)))).toBeUndefined();
  });

  it("let a policy for nobody be used for direct assignment only", () => {
    const closed = policies((policy) => ({ ...policy, allowedTargetScope: "notSpecified" }));
    expect(firstBroken(closed(sound("adminAdd")))).toBeUndefined();
    expect(firstBroken(closed(sound("userAdd")))).toBe("targetIsInScope");
  });

  it("do not let a package without policies be asked for", () => {
    const none = said(() => ({ policies: [], accessPackage: aPackage() }));
    expect(firstBroken(none(sound("userAdd")))).toBe("targetIsInScope");
  });
});
