import { describe, expect, it } from "vitest";
import { endAfterUpdate } from "../../../src/domain/assignment/expiry.js";
import type {
  AssignmentPolicy,
  ExpirationPattern,
} from "../../../src/domain/assignment-policy/assignment-policy.js";
import type { SubmittedRequestType } from "../../../src/domain/assignment-request/submission.js";
import { access, anAssignment, person } from "../../builders/access.js";
import { at, lasting, NOW } from "../../builders/instants.js";
import { aPolicy, aTextQuestion } from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

const END = at("2027-06-30");
const said = (value: string, questionId = "question") => ({ questionId, value, displayValue: null });

/** What becomes of a change of access that ends at END. */
function change(
  requestType: SubmittedRequestType,
  policy: AssignmentPolicy,
  expiration: ExpirationPattern = { type: "notSpecified" },
  answers: readonly ReturnType<typeof said>[] = [],
  had: readonly ReturnType<typeof said>[] = [],
): string {
  const assignment = anAssignment({ endDateTime: END, answers: had });
  return answer(
    {
      policies: [policy],
      access: access({ assignments: [assignment] }),
      requestor: person(requestType.startsWith("admin") ? "admin" : "target"),
      ...(requestType === "userAdd" ? {} : { assignment }),
    },
    { requestType, answers, schedule: { startDateTime: null, expiration } },
  );
}

const until = (text: string) => ({ type: "afterDateTime", endDateTime: at(text) }) as const;
/** Its fixed end has passed: whoever has access under it has it from before. */
const OVER = aPolicy({ expiration: until("2026-11-01") });

describe("an extension", () => {
  it("cannot go past the policy's fixed end, and after that date nobody can ask for more", () => {
    const policy = aPolicy({ expiration: until("2027-12-31") });
    expect(change("userUpdate", policy, until("2027-12-31"))).toBe("decided");
    expect(change("userUpdate", policy, until("2028-01-01"))).toBe("InvalidSchedule");
    expect(change("userUpdate", OVER)).toBe("InvalidSchedule");
    expect(change("adminUpdate", OVER, until("2027-12-31"))).toBe("InvalidSchedule");
  });

  it("is asked for by asking again, where the access ends", () => {
    expect(change("userAdd", aPolicy())).toBe("decided");
  });

  it("needs whoever asks to be still in the policy's scope, unless an administrator asks", () => {
    const other = aPolicy({ allowedTargetScope: "allDirectoryServicePrincipals" });
    expect(change("userUpdate", other)).toBe("PolicyNotApplicable");
    expect(change("adminUpdate", other)).toBe("decided");
  });

  it("is under the policy of the assignment: naming another is refused, and so is a policy that is gone", () => {
    const assignment = anAssignment({ endDateTime: END });
    const facts = { assignment, access: access({ assignments: [assignment] }) };
    expect(answer(facts, { requestType: "userUpdate", assignmentPolicyId: "other" })).toBe(
      "PolicyNotApplicable",
    );
    expect(answer(facts, { requestType: "userUpdate", assignmentPolicyId: "policy" })).toBe("decided");
    expect(answer({ ...facts, policies: [] }, { requestType: "userUpdate" })).toBe("PolicyNotApplicable");
  });

  it("cannot say when it ends where the policy does not let requestors choose", () => {
    const policy = aPolicy({ requestorSettings: { allowCustomAssignmentSchedule: false } });
    expect(change("userUpdate", policy, until("2027-07-01"))).toBe("InvalidSchedule");
    expect(change("adminUpdate", policy, until("2027-07-01"))).toBe("decided");
  });
});

describe("shortening access", () => {
  it("is possible whatever the policy has come to allow, but not into the past", () => {
    for (const policy of [OVER, aPolicy(), aPolicy({ expiration: { type: "noExpiration" } })]) {
      expect(change("adminUpdate", policy, until("2026-12-24"))).toBe("decided");
      expect(change("adminUpdate", policy, until("2026-11-01"))).toBe("InvalidSchedule");
    }
    const asked = { schedule: { startDateTime: null, expiration: until("2026-12-24") }, answers: [] };
    expect(endAfterUpdate({ endDateTime: END }, { ...asked, policyExpiration: OVER.expiration }, NOW)).toBe(
      at("2026-12-24"),
    );
  });

  it("gives access without end an end", () => {
    const expiration = { type: "afterDuration", duration: lasting("P1D") } as const;
    const policyExpiration = { type: "noExpiration" } as const;
    const asked = { schedule: { startDateTime: null, expiration }, answers: [], policyExpiration };
    expect(endAfterUpdate({ endDateTime: null }, asked, NOW)).toBe(at("2026-11-23T19:25:45Z"));
  });
});

describe("access without end", () => {
  it("can be asked for only where the policy gives it", () => {
    expect(
      change("userUpdate", aPolicy({ expiration: { type: "noExpiration" } }), { type: "noExpiration" }),
    ).toBe("decided");
    expect(change("userUpdate", aPolicy(), { type: "noExpiration" })).toBe("InvalidSchedule");
  });
});

describe("changing answers", () => {
  const fixed = aPolicy({ questions: [aTextQuestion({ isAnswerEditable: false })] });
  const open = aPolicy({ questions: [aTextQuestion()] });
  const keep = { type: "notSpecified" } as const;

  it("is possible later where the question says so", () => {
    expect(change("userUpdate", open, keep, [said("Gemini")], [said("Apollo")])).toBe("decided");
    expect(change("userUpdate", fixed, keep, [said("Gemini")], [said("Apollo")])).toBe("InvalidAnswer");
    expect(change("userUpdate", fixed, keep, [said("Gemini")])).toBe("InvalidAnswer");
    expect(change("userUpdate", fixed, keep, [said("Apollo")], [said("Apollo")])).toBe("decided");
  });

  it("is possible for an administrator in any case", () => {
    expect(change("adminUpdate", fixed, keep, [said("Gemini")], [said("Apollo")])).toBe("decided");
  });

  it("leaves the end alone, also where the policy would give no more time", () => {
    const over = { ...OVER, questions: [aTextQuestion()] };
    expect(change("userUpdate", over, keep, [said("Gemini")], [said("Apollo")])).toBe("decided");
  });

  it("is not needed to renew: what was answered before counts, also what cannot be changed", () => {
    expect(change("userAdd", open, keep, [], [said("Apollo")])).toBe("decided");
    expect(change("userAdd", fixed, keep, [], [said("Apollo")])).toBe("decided");
    expect(change("userAdd", fixed, keep, [said("Gemini")], [said("Apollo")])).toBe("InvalidAnswer");
    // Asked since, and so answered for the first time.
    expect(change("userAdd", fixed, keep, [said("Gemini")])).toBe("decided");
    expect(change("userAdd", open, keep, [], [said("old", "a question that is gone")])).toBe(
      "AnswerRequired",
    );
  });
});

describe("the start that is asked for", () => {
  const starting = (text: string, says: Parameters<typeof aPolicy>[0] = {}) =>
    answer(
      { policies: [aPolicy(says)] },
      { schedule: { startDateTime: at(text), expiration: { type: "notSpecified" } } },
    );

  it("may lie five minutes back, since clocks differ, and not more", () => {
    expect(starting("2026-11-22T19:20:45Z")).toBe("decided");
    expect(starting("2026-11-22T19:20:44Z")).toBe("InvalidSchedule");
  });

  it("is the requestor's to choose only where the policy lets them", () => {
    const closed = { requestorSettings: { allowCustomAssignmentSchedule: false } };
    expect(starting("2026-12-24", closed)).toBe("InvalidSchedule");
    expect(starting("2026-11-22T19:25:45Z", closed)).toBe("decided");
  });

  it("must be before the end, and before the policy's", () => {
    const schedule = { startDateTime: at("2026-12-24"), expiration: until("2026-12-24") };
    expect(submit({}, { schedule })).toMatchObject({
      code: "InvalidSchedule",
      target: "schedule/expiration",
    });
    expect(starting("2026-12-24", { expiration: until("2026-12-01") })).toBe("InvalidSchedule");
  });

  it("and the policy's own end may be sent back by a client, which asks for nothing", () => {
    const closed = { requestorSettings: { allowCustomAssignmentSchedule: false } };
    for (const expiration of [
      { type: "afterDuration", duration: lasting("P30D") },
      until("2027-03-31"),
      { type: "noExpiration" },
    ] as const) {
      const policies = [aPolicy({ ...closed, expiration })];
      expect(answer({ policies }, { schedule: { startDateTime: null, expiration } })).toBe("decided");
    }
    const silent = [aPolicy({ ...closed, expiration: { type: "notSpecified" } })];
    const never = { startDateTime: null, expiration: { type: "noExpiration" } } as const;
    expect(answer({ policies: silent }, { schedule: never })).toBe("decided");
  });

  it("of a policy that gives access for no time at all is refused", () => {
    const policies = [aPolicy({ expiration: { type: "afterDuration", duration: lasting("P0D") } })];
    expect(answer({ policies })).toBe("InvalidSchedule");
  });
});
