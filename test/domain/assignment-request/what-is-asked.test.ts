/** What counts of what a request says: its justification, its start and end, and its answers. */
import { describe, expect, it } from "vitest";
import type { ExpirationPattern } from "../../../src/domain/assignment-policy/assignment-policy.js";
import { JUSTIFICATION_LENGTH_MAX } from "../../../src/domain/limits.js";
import { access, anAssignment } from "../../builders/access.js";
import { ENDS, having, lastingFor, NOTHING, said, scheduled, until } from "../../builders/holding.js";
import { at, NOW } from "../../builders/instants.js";
import { aChoiceQuestion, aPolicy, aTextQuestion } from "../../builders/policies.js";
import { answer } from "../../builders/submissions.js";

describe("what a request says", () => {
  it("may be a justification of exactly the longest length", () => {
    expect(answer({}, { justification: "x".repeat(JUSTIFICATION_LENGTH_MAX) })).toBe("decided");
  });

  it("of the start means nothing for access that has begun", () => {
    const fixed = aPolicy({ requestorSettings: { allowCustomAssignmentSchedule: false } });
    const update = { requestType: "userUpdate" } as const;
    for (const start of [at("2026-11-01"), at("2026-12-24")])
      expect(answer(having([fixed]), { ...update, ...scheduled(NOTHING, start) })).toBe("decided");
  });

  it("of the end may not be this very moment", () => {
    const update = { requestType: "userUpdate" } as const;
    expect(
      answer(having([aPolicy()]), { ...update, ...scheduled({ type: "afterDateTime", endDateTime: NOW }) }),
    ).toBe("InvalidSchedule");
  });

  it("of the end may be anything where the policy gives access without end", () => {
    const policies = [aPolicy({ expiration: { type: "noExpiration" } })];
    expect(answer({ policies }, scheduled(until("2040-01-01")))).toBe("decided");
  });

  it("of the end asks for nothing only if it is the policy's own pattern, where requestors may not choose", () => {
    const under = (expiration: ExpirationPattern, asked: ExpirationPattern) =>
      answer(
        { policies: [aPolicy({ expiration, requestorSettings: { allowCustomAssignmentSchedule: false } })] },
        scheduled(asked),
      );
    const unending: ExpirationPattern = { type: "noExpiration" };
    expect(under(until("2027-01-01"), until("2027-01-01"))).toBe("decided");
    expect(under(until("2027-01-01"), until("2026-12-31"))).toBe("InvalidSchedule");
    expect(under(lastingFor("P30D"), lastingFor("P30D"))).toBe("decided");
    expect(under(lastingFor("P30D"), lastingFor("P29D"))).toBe("InvalidSchedule");
    expect(under(lastingFor("P30D"), until("2026-12-01"))).toBe("InvalidSchedule");
    expect(under(until("2027-01-01"), lastingFor("P1D"))).toBe("InvalidSchedule");
    expect(under(unending, unending)).toBe("decided");
    expect(under(NOTHING, unending)).toBe("decided");
    expect(under(unending, until("2027-01-01"))).toBe("InvalidSchedule");
    expect(under(lastingFor("P30D"), unending)).toBe("InvalidSchedule");
  });

  it("need not repeat what was answered before, and may answer one question of two anew", () => {
    const questions = [aTextQuestion({ id: "q1" }), aTextQuestion({ id: "q2" })];
    const held = anAssignment({ endDateTime: ENDS, answers: [said("q1", "one"), said("q2", "two")] });
    const facts = { policies: [aPolicy({ questions })], access: access({ assignments: [held] }) };
    expect(answer(facts)).toBe("decided");
    expect(answer(facts, { answers: [said("q1", "other")] })).toBe("decided");
    const half = anAssignment({ endDateTime: ENDS, answers: [said("q1", "one")] });
    expect(answer({ ...facts, access: access({ assignments: [half] }) })).toBe("AnswerRequired");
  });

  it("is not refused for answers of before to a question that is gone, or with a choice that is gone", () => {
    const held = anAssignment({ endDateTime: ENDS, answers: [said("gone", "x"), said("question", "Zeus")] });
    const policies = [aPolicy({ questions: [aChoiceQuestion(["Apollo"])] })];
    const again = { policies: [aPolicy({ questions: [] })], access: access({ assignments: [held] }) };
    expect(answer(again)).toBe("decided");
    const other = [aPolicy({ questions: [aTextQuestion({ id: "other", isRequired: false })] })];
    expect(answer({ ...again, policies: other })).toBe("decided");
    expect(answer(having(policies, held), { requestType: "userUpdate" })).toBe("decided");
    expect(answer({ ...again, policies })).toBe("InvalidAnswer");
  });

  it("may change one answer beside another that cannot be changed", () => {
    const questions = [aTextQuestion({ id: "q1", isAnswerEditable: false }), aTextQuestion({ id: "q2" })];
    const held = anAssignment({ endDateTime: ENDS, answers: [said("q1", "one"), said("q2", "two")] });
    const facts = having([aPolicy({ questions })], held);
    const update = { requestType: "userUpdate" } as const;
    expect(answer(facts, { ...update, answers: [said("q2", "other")] })).toBe("decided");
    expect(answer(facts, { ...update, answers: [said("q1", "one"), said("q2", "other")] })).toBe("decided");
    expect(answer(facts, { ...update, answers: [said("q1", "other")] })).toBe("InvalidAnswer");
  });
});
