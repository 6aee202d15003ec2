import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getThrough } from "../../src/wire/beta/lens.js";
import { changedPolicyBody, newPolicyBody, replacedPolicyBody } from "../../src/wire/beta/policy-body.js";
import { POLICY_PARTS } from "../../src/wire/beta/policy-parts.js";
import { betaPolicy } from "../../src/wire/beta/policy-schema.js";
import type { JsonObject } from "../../src/wire/json-object.js";
import { ALLOWED_TARGET_SCOPES } from "../../src/wire/shapes/assignment-policy.js";

const guid = fc.uuid();
const subject = (named: boolean) =>
  fc.oneof(
    fc.record({
      "@odata.type": fc.constant("#microsoft.graph.singleUser"),
      userId: guid,
      description: fc.constantFrom(null, "Ada"),
    }),
    fc.record({
      "@odata.type": fc.constant("#microsoft.graph.groupMembers"),
      groupId: guid,
      description: fc.constant(null),
    }),
    ...(named
      ? [
          fc.record({
            "@odata.type": fc.constant("#microsoft.graph.connectedOrganizationMembers"),
            connectedOrganizationId: guid,
            description: fc.constant(null),
          }),
        ]
      : [
          fc.record({
            "@odata.type": fc.constant("#microsoft.graph.requestorManager"),
            managerLevel: fc.integer({ min: 1, max: 4 }),
          }),
          fc.record({ "@odata.type": fc.constant("#microsoft.graph.internalSponsors") }),
        ]),
  );
/** No two of a kind without an id: they could not be told apart, and saying one twice says nothing. */
const subjects = (named: boolean) =>
  fc.uniqueArray(subject(named), {
    maxLength: 3,
    selector: (set) => ("userId" in set ? set.userId : "groupId" in set ? set.groupId : set["@odata.type"]),
  });

/** Two lists that share nobody. */
const askedAndBackups = subjects(false).map((all) => ({ asked: all.slice(0, 2), backups: all.slice(2) }));

const durations = fc.constantFrom("PT1H", "PT12H", "P1D", "PT36H", "P14D", "P90D", "P1DT1M");
const stages = fc.array(
  fc
    .record({
      primary: askedAndBackups,
      escalation: askedAndBackups,
      rest: fc.record({
        durationBeforeAutomaticDenial: durations,
        isApproverJustificationRequired: fc.boolean(),
        isEscalationEnabled: fc.boolean(),
        durationBeforeEscalation: fc.constantFrom("PT0S", "PT1M30S", "PT90M", "P3D"),
        approverInformationVisibility: fc.constantFrom("default", "visible", "notVisible"),
      }),
    })
    .map(({ primary, escalation, rest }) => ({
      ...rest,
      ...{ primaryApprovers: primary.asked, fallbackPrimaryApprovers: primary.backups },
      ...{ escalationApprovers: escalation.asked, fallbackEscalationApprovers: escalation.backups },
    })),
  { maxLength: 3 },
);

const review = fc.record({
  isEnabled: fc.boolean(),
  schedule: fc.record({
    startDateTime: fc.constantFrom(null, "2026-11-22T19:00:00.000Z"),
    recurrence: fc.constantFrom(
      null,
      { pattern: { type: "weekly", interval: 1 }, range: { type: "noEnd" } },
      {
        pattern: { type: "absoluteMonthly", interval: 6 },
        range: { type: "numbered", numberOfOccurrences: 4 },
      },
      { pattern: { type: "daily", interval: 2 }, range: { type: "noEnd" } },
      { pattern: { type: "absoluteYearly", interval: 1 }, range: { type: "noEnd" } },
    ),
    expiration: fc.constantFrom(
      { type: "notSpecified" },
      { type: "afterDuration", duration: "P5D" },
      { type: "afterDuration", duration: "PT30H" },
    ),
  }),
  isSelfReview: fc.boolean(),
  primaryReviewers: subjects(false),
  fallbackReviewers: fc.constant([]),
  isRecommendationEnabled: fc.boolean(),
  isReviewerJustificationRequired: fc.boolean(),
  expirationBehavior: fc.constantFrom("keepAccess", "removeAccess", "acceptAccessRecommendation"),
});

const texts = {
  text: fc.string({ minLength: 1, maxLength: 5 }),
  localizations: fc.constantFrom([], [{ languageCode: "de", text: "Ja" }]),
};
const questions = fc.uniqueArray(
  fc.oneof(
    fc.record({
      "@odata.type": fc.constant("#microsoft.graph.accessPackageTextInputQuestion"),
      id: guid,
      sequence: fc.nat(9),
      isRequired: fc.boolean(),
      isAnswerEditable: fc.boolean(),
      isSingleLineQuestion: fc.boolean(),
      regexPattern: fc.constantFrom(null, "^a$"),
      ...texts,
    }),
    fc.record({
      "@odata.type": fc.constant("#microsoft.graph.accessPackageMultipleChoiceQuestion"),
      id: guid,
      sequence: fc.nat(9),
      isRequired: fc.boolean(),
      isAnswerEditable: fc.boolean(),
      isMultipleSelectionAllowed: fc.boolean(),
      choices: fc.array(fc.record({ actualValue: fc.constantFrom("a", "b"), ...texts }), {
        minLength: 1,
        maxLength: 2,
      }),
      ...texts,
    }),
  ),
  { maxLength: 2, selector: ({ id }) => id },
);

/** Policies as /v1.0 writes them, with everything that beta has no words for. */
const policies: fc.Arbitrary<JsonObject> = fc.record({
  displayName: fc.constantFrom("Members", "Guests"),
  description: fc.constantFrom(null, "For them"),
  allowedTargetScope: fc.constantFrom(...ALLOWED_TARGET_SCOPES),
  specificAllowedTargets: subjects(true),
  expiration: fc.oneof(
    fc.constantFrom(
      { type: "notSpecified" },
      { type: "noExpiration" },
      { type: "afterDateTime", endDateTime: "2027-11-22T00:00:00.000Z" },
    ),
    durations.map((duration) => ({ type: "afterDuration", duration })),
  ),
  requestorSettings: fc.record({
    enableTargetsToSelfAddAccess: fc.boolean(),
    enableTargetsToSelfUpdateAccess: fc.boolean(),
    enableTargetsToSelfRemoveAccess: fc.boolean(),
    allowCustomAssignmentSchedule: fc.boolean(),
    enableOnBehalfRequestorsToAddAccess: fc.boolean(),
    onBehalfRequestors: subjects(false),
  }),
  requestApprovalSettings: fc.record({
    isApprovalRequiredForAdd: fc.boolean(),
    isApprovalRequiredForUpdate: fc.boolean(),
    isRequestorJustificationRequired: fc.boolean(),
    stages,
  }),
  reviewSettings: fc.option(review),
  notificationSettings: fc.record({ isAssignmentNotificationDisabled: fc.boolean() }),
  questions,
});

const viewOf = (policy: JsonObject) => getThrough(POLICY_PARTS, policy);
const read = (view: JsonObject) => betaPolicy.parse(view);
/** Without properties that say nothing: absent and null mean the same. */
const said = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (part === null ? undefined : part)));

describe("a policy in beta's words", () => {
  it("can be read back as it was written, whatever it is", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(said(read(viewOf(policy)))).toEqual(said(viewOf(policy)));
      }),
    );
  });

  it("is the same policy when nothing is changed", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { displayName, description } = policy;
        const sent = { displayName, description, ...viewOf(policy) };
        expect(changedPolicyBody({}, read({}), policy)).toEqual(policy);
        expect(changedPolicyBody(sent, read(sent), policy)).toEqual(policy);
        expect(replacedPolicyBody(sent, read(sent), policy)).toEqual(policy);
      }),
    );
  });

  it("says after a change what was sent", () => {
    fc.assert(
      fc.property(policies, policies, (policy, other) => {
        const view = viewOf(other);
        // What two policies say of people is joined by who they are: a level or description that is not sent stays.
        const after = replacedPolicyBody(view, read(view), {
          ...policy,
          specificAllowedTargets: [],
          reviewSettings: null,
          requestApprovalSettings: {},
        });
        expect(said(viewOf(after))).toEqual(said(view));
      }),
    );
  });

  it("says of a new policy what was sent", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const view = viewOf(policy);
        expect(said(viewOf(newPolicyBody(view, read(view))))).toEqual(said(view));
      }),
    );
  });

  it("keeps the hours and the level of a stage in which another thing is changed", () => {
    const manager = { "@odata.type": "#microsoft.graph.requestorManager", managerLevel: 2 };
    const stage = {
      durationBeforeAutomaticDenial: "PT36H",
      isApproverJustificationRequired: false,
      primaryApprovers: [manager],
      approverInformationVisibility: "visible",
    };
    const policy = { requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [stage] } };
    const sent = {
      requestApprovalSettings: {
        approvalStages: [
          {
            approvalStageTimeOutInDays: 2,
            isApproverJustificationRequired: true,
            primaryApprovers: [{ "@odata.type": "#microsoft.graph.requestorManager", isBackup: false }],
          },
        ],
      },
    };
    expect(changedPolicyBody(sent, read(sent), policy)).toMatchObject({
      requestApprovalSettings: { stages: [{ ...stage, isApproverJustificationRequired: true }] },
    });
  });

  it("loses its reviews when they are sent as null, and only then", () => {
    const policy = { reviewSettings: { isEnabled: true, isSelfReview: true } };
    const none = { accessReviewSettings: null };
    expect(changedPolicyBody(none, read(none), policy)["reviewSettings"]).toBeNull();
    expect(changedPolicyBody({}, read({}), policy)["reviewSettings"]).toEqual(policy.reviewSettings);
  });
});
