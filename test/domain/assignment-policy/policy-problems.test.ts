import { describe, expect, it } from "vitest";
import { automaticProblems, isAutomatic } from "../../../src/domain/assignment-policy/automatic-problems.js";
import {
  type PolicySettings,
  policyProblems,
} from "../../../src/domain/assignment-policy/policy-problems.js";
import type { SubjectSet } from "../../../src/domain/subject/subject-set.js";
import { type Duration, parseDuration } from "../../../src/domain/time/duration.js";
import { type Instant, parseInstant } from "../../../src/domain/time/instant.js";
import { NOW } from "../../builders/instants.js";
import { aPolicy, aTextQuestion } from "../../builders/policies.js";

type Stage = PolicySettings["requestApprovalSettings"]["stages"][number];
type Question = PolicySettings["questions"][number];

const lasting = (text: string): Duration => parseDuration(text) ?? fail(text);
const on = (text: string): Instant => parseInstant(text) ?? fail(text);
const somebody: SubjectSet = { kind: "singleUser", userId: "somebody", description: null };
const manager = (managerLevel: number): SubjectSet => ({ kind: "targetManager", managerLevel });

const plain: Stage = {
  durationBeforeAutomaticDenial: lasting("P14D"),
  isApproverJustificationRequired: false,
  isEscalationEnabled: false,
  durationBeforeEscalation: lasting("PT0S"),
  primaryApprovers: [somebody],
  fallbackPrimaryApprovers: [],
  escalationApprovers: [],
  fallbackEscalationApprovers: [],
  approverInformationVisibility: "default",
};
const escalating: Stage = {
  ...plain,
  isEscalationEnabled: true,
  durationBeforeEscalation: lasting("P3D"),
  escalationApprovers: [somebody],
};

function problems(
  says: Partial<PolicySettings>,
  unknownIds: readonly string[] = [],
  isExpirationKept = false,
): readonly string[] {
  const facts = { now: NOW, unknownIds: new Set(unknownIds), isExpirationKept };
  return policyProblems({ ...aPolicy(), ...says }, facts).map(({ target }) => target);
}
const stages = (...all: readonly Stage[]) =>
  problems({
    requestApprovalSettings: {
      isApprovalRequiredForAdd: true,
      isApprovalRequiredForUpdate: false,
      isRequestorJustificationRequired: false,
      stages: all,
    },
  }).map((target) => target.replace("requestApprovalSettings/", ""));

describe("a policy that can be saved", () => {
  it("names somebody when its scope is for named people, and nobody otherwise", () => {
    expect(problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [] })).toEqual([
      "specificAllowedTargets",
    ]);
    expect(
      problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [somebody] }),
    ).toEqual([]);
    expect(problems({ allowedTargetScope: "allMemberUsers", specificAllowedTargets: [somebody] })).toEqual([
      "specificAllowedTargets",
    ]);
    expect(
      problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [manager(1)] }),
    ).toEqual(["specificAllowedTargets/0"]);
  });

  it("names only people, groups and applications that exist", () => {
    expect(
      problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [somebody] }, [
        "somebody",
      ]),
    ).toEqual(["specificAllowedTargets/0/userId"]);
  });

  it("ends access after 0 to 3660 days, or hours", () => {
    const after = (duration: string) =>
      problems({ expiration: { type: "afterDuration", duration: lasting(duration) } });
    expect(after("PT1H")).toEqual([]);
    expect(after("P3660D")).toEqual([]);
    expect(after("P3660DT1S")).toEqual(["expiration/duration"]);
    expect(after("P0D")).toEqual([]);
  });

  it("ends access in the future, but may keep an end that has passed when something else is changed", () => {
    const past = { expiration: { type: "afterDateTime", endDateTime: on("2020-01-01") } } as const;
    expect(problems(past)).toEqual(["expiration/endDateTime"]);
    expect(problems(past, [], true)).toEqual([]);
    expect(problems({ expiration: { type: "afterDateTime", endDateTime: on("2999-01-01") } })).toEqual([
      "expiration/endDateTime",
    ]);
  });

  it("may end access never, or say nothing of it", () => {
    expect(problems({ expiration: { type: "noExpiration" } })).toEqual([]);
    expect(problems({ expiration: { type: "notSpecified" } })).toEqual([]);
  });

  it("asks at most 50 questions", () => {
    const questions = Array.from({ length: 51 }, (_, index) => aTextQuestion({ id: String(index) }));
    expect(problems({ questions })).toEqual(["questions"]);
    expect(problems({ questions: questions.slice(1) })).toEqual([]);
  });

  it("names managers of a level that exists, and rules of a length that can be read", () => {
    const approvers = (level: number) => stages({ ...plain, primaryApprovers: [manager(level), somebody] });
    expect(approvers(4)).toEqual([]);
    expect(approvers(5)).toEqual(["stages/0/primaryApprovers/0/managerLevel"]);
    const rule = (length: number): SubjectSet => ({
      kind: "attributeRuleMembers",
      ...{ membershipRule: "x".repeat(length), description: null },
    });
    const byRule = (length: number) =>
      problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: [rule(length)] });
    expect(byRule(3_073)).toContain("specificAllowedTargets/0/membershipRule");
  });

  it("names applications and organizations that exist", () => {
    const application: SubjectSet = {
      kind: "singleServicePrincipal",
      ...{ servicePrincipalId: "app", description: null },
    };
    expect(
      problems(
        { allowedTargetScope: "specificDirectoryServicePrincipals", specificAllowedTargets: [application] },
        ["app"],
      ),
    ).toEqual(["specificAllowedTargets/0/servicePrincipalId"]);
    const organization: SubjectSet = {
      kind: "connectedOrganizationMembers",
      ...{ connectedOrganizationId: "org", description: null },
    };
    expect(
      problems(
        { allowedTargetScope: "specificConnectedOrganizationUsers", specificAllowedTargets: [organization] },
        ["org"],
      ),
    ).toEqual(["specificAllowedTargets/0/connectedOrganizationId"]);
  });

  it("has one to three stages when approval is required", () => {
    expect(stages()).toEqual(["stages"]);
    expect(stages(plain, plain, plain)).toEqual([]);
    expect(stages(plain, plain, plain, plain)).toEqual(["stages"]);
  });

  it("has somebody to decide in every stage, be it the fallback alone", () => {
    expect(stages({ ...plain, primaryApprovers: [] })).toEqual(["stages/0/primaryApprovers"]);
    expect(stages({ ...plain, primaryApprovers: [], fallbackPrimaryApprovers: [somebody] })).toEqual([]);
  });

  it("gives a stage more than no time and at most a year", () => {
    for (const duration of ["PT0S", "P366D"])
      expect(stages({ ...plain, durationBeforeAutomaticDenial: lasting(duration) })).toEqual([
        "stages/0/durationBeforeAutomaticDenial",
      ]);
  });

  it("forwards no earlier than after a day, before the stage ends, in a stage of at least four days, to somebody", () => {
    expect(stages(escalating)).toEqual([]);
    expect(stages({ ...escalating, durationBeforeEscalation: lasting("PT23H") })).toEqual([
      "stages/0/durationBeforeEscalation",
    ]);
    expect(stages({ ...escalating, durationBeforeEscalation: lasting("P14D") })).toEqual([
      "stages/0/durationBeforeEscalation",
    ]);
    expect(
      stages({
        ...escalating,
        durationBeforeAutomaticDenial: lasting("P3DT23H"),
        durationBeforeEscalation: lasting("P1D"),
      }),
    ).toEqual(["stages/0/durationBeforeAutomaticDenial"]);
    expect(stages({ ...escalating, escalationApprovers: [] })).toEqual(["stages/0/escalationApprovers"]);
  });

  it("has a fallback where a second-level manager is the alternate", () => {
    const toSecond = { ...escalating, escalationApprovers: [manager(2)] };
    expect(stages(toSecond)).toEqual(["stages/0/fallbackEscalationApprovers"]);
    expect(stages({ ...toSecond, fallbackEscalationApprovers: [somebody] })).toEqual([]);
    expect(stages({ ...escalating, escalationApprovers: [manager(1)] })).toEqual([]);
  });

  it("asks each manager, and each kind of sponsor, in one stage only", () => {
    const by = (...sets: readonly SubjectSet[]): Stage => ({ ...plain, primaryApprovers: sets });
    expect(stages(by(manager(1)), by(manager(1)))).toEqual(["stages/1/primaryApprovers"]);
    expect(stages(by(manager(1)), by({ kind: "requestorManager", managerLevel: 1 }))).toEqual([
      "stages/1/primaryApprovers",
    ]);
    expect(stages(by(manager(1)), by(manager(2)))).toEqual([]);
    expect(stages(by({ kind: "internalSponsors" }), by({ kind: "internalSponsors" }))).toEqual([
      "stages/1/primaryApprovers",
    ]);
    expect(stages(by(somebody), by(somebody))).toEqual([]);
  });

  it("has patterns that can be matched, choices that can be told apart, and ids of their own for questions", () => {
    const text = (regexPattern: string, id = "q"): Question => ({
      ...{
        kind: "textInput",
        id,
        sequence: 1,
        isRequired: true,
        isAnswerEditable: false,
        text: "?",
        localizations: [],
      },
      ...{ isSingleLineQuestion: true, regexPattern },
    });
    const choice = (...values: readonly string[]): Question => ({
      ...{
        kind: "multipleChoice",
        id: "c",
        sequence: 1,
        isRequired: true,
        isAnswerEditable: false,
        text: "?",
        localizations: [],
      },
      ...{
        isMultipleSelectionAllowed: false,
        choices: values.map((actualValue) => ({ actualValue, text: actualValue, localizations: [] })),
      },
    });
    expect(problems({ questions: [text("[A-Z]{2}\\d+"), choice("a", "b")] })).toEqual([]);
    expect(problems({ questions: [text("(?=a)b")] })).toEqual(["questions/0/regexPattern"]);
    expect(problems({ questions: [choice()] })).toEqual(["questions/0/choices"]);
    expect(problems({ questions: [choice("a", "a")] })).toEqual(["questions/0/choices"]);
    expect(problems({ questions: [text("a"), text("b")] })).toEqual(["questions/1/id"]);
    // Each of them may be as large as one may be; one request answers them all.
    const large = ["q1", "q2", "q3"].map((id) => text("[a-z]{0,1000}", id));
    expect(problems({ questions: large.slice(1) })).toEqual([]);
    expect(problems({ questions: large })).toEqual(["questions"]);
  });

  it("names at most 500 people, groups and applications", () => {
    const many = Array.from(
      { length: 501 },
      (_, index): SubjectSet => ({ kind: "singleUser", userId: String(index), description: null }),
    );
    expect(problems({ allowedTargetScope: "specificDirectoryUsers", specificAllowedTargets: many })).toEqual([
      "specificAllowedTargets",
    ]);
  });
});

describe("a policy that assigns automatically", () => {
  const rule: SubjectSet = {
    kind: "attributeRuleMembers",
    membershipRule: 'user.department -eq "Sales"',
    description: null,
  };
  const automatic = {
    ...aPolicy(),
    allowedTargetScope: "specificDirectoryUsers",
    specificAllowedTargets: [rule],
    automaticRequestSettings: {
      requestAccessForAllowedTargets: true,
      removeAccessWhenTargetLeavesAllowedTargets: true,
      gracePeriodBeforeAccessRemoval: lasting("P7D"),
    },
  } as const;
  const wrong = (says: object, others: readonly (typeof automatic)[] = []) =>
    automaticProblems({ ...automatic, ...says }, others).map(({ target }) => target);

  it("has exactly one rule, and is the only one of its package", () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ specificAllowedTargets: [rule, rule] })).toEqual(["specificAllowedTargets"]);
    expect(wrong({ specificAllowedTargets: [somebody] })).toEqual(["specificAllowedTargets"]);
    expect(wrong({ allowedTargetScope: "allMemberUsers" })).toEqual(["specificAllowedTargets"]);
    expect(wrong({}, [automatic])).toEqual(["automaticRequestSettings"]);
  });

  it("has a grace period of at most a year", () => {
    const after = (grace: string) =>
      wrong({
        automaticRequestSettings: {
          ...automatic.automaticRequestSettings,
          gracePeriodBeforeAccessRemoval: lasting(grace),
        },
      });
    expect(after("P365D")).toEqual([]);
    expect(after("P366D")).toEqual(["automaticRequestSettings/gracePeriodBeforeAccessRemoval"]);
  });

  it("is a request policy when automaticRequestSettings is absent, or neither gives nor takes access", () => {
    expect(isAutomatic({ automaticRequestSettings: null })).toBe(false);
    const idle = {
      requestAccessForAllowedTargets: false,
      removeAccessWhenTargetLeavesAllowedTargets: false,
      gracePeriodBeforeAccessRemoval: null,
    };
    expect(isAutomatic({ automaticRequestSettings: idle })).toBe(false);
    expect(
      isAutomatic({
        automaticRequestSettings: { ...idle, removeAccessWhenTargetLeavesAllowedTargets: true },
      }),
    ).toBe(true);
  });
});

function fail(text: string): never {
  throw new Error(`${text} cannot be read.`);
}
