import { describe, expect, it } from "vitest";
import { checkAnswers } from "../../../src/domain/assignment-policy/answers.js";
import type { Question } from "../../../src/domain/assignment-policy/assignment-policy.js";
import { aChoiceQuestion, aTextQuestion } from "../../builders/policies.js";

function check(questions: readonly Question[], ...values: readonly string[]) {
  const answers = values.map((value) => ({ questionId: "question", value, displayValue: null }));
  return checkAnswers(questions, answers, "mustAnswer")?.code;
}

describe("the answers of a request", () => {
  it("must cover every required question, and blanks are no answer", () => {
    expect(check([aTextQuestion()])).toBe("AnswerRequired");
    expect(check([aTextQuestion()], "  ")).toBe("AnswerRequired");
    expect(check([aTextQuestion()], "Apollo")).toBeUndefined();
    expect(check([aTextQuestion({ isRequired: false })])).toBeUndefined();
  });

  it("need not cover them when an administrator assigns directly, but must be right where given", () => {
    expect(checkAnswers([aChoiceQuestion(["DE"])], [], "mayAnswer")).toBeUndefined();
    const wrong = [{ questionId: "question", value: "FR", displayValue: null }];
    expect(checkAnswers([aChoiceQuestion(["DE"])], wrong, "mayAnswer")?.code).toBe("InvalidAnswer");
  });

  it("cannot be given where the policy's pattern cannot be used, and says that the policy must be corrected", () => {
    const question = aTextQuestion({ regexPattern: "(?=a)b" });
    const answers = [{ questionId: "question", value: "ab", displayValue: null }];
    expect(checkAnswers([question], answers, "mustAnswer")).toMatchObject({
      code: "InvalidAnswer",
      message: expect.stringContaining("the policy must be corrected"),
    });
  });

  it("must match the pattern of the question as a whole", () => {
    const question = aTextQuestion({ regexPattern: "\\d{4}" });
    expect(check([question], "1234")).toBeUndefined();
    expect(check([question], "12345")).toBe("InvalidAnswer");
  });

  it("must be among the choices, and one only unless several are allowed", () => {
    expect(check([aChoiceQuestion(["DE", "FR"])], "DE")).toBeUndefined();
    expect(check([aChoiceQuestion(["DE", "FR"])], "US")).toBe("InvalidAnswer");
    expect(check([aChoiceQuestion(["DE", "FR"])], "DE", "FR")).toBe("InvalidAnswer");
    expect(
      check([aChoiceQuestion(["DE", "FR"], { isMultipleSelectionAllowed: true })], "DE", "FR"),
    ).toBeUndefined();
  });

  it("must be one line where the question is one line", () => {
    expect(check([aTextQuestion()], "one\ntwo")).toBe("InvalidAnswer");
    expect(check([aTextQuestion({ isSingleLineQuestion: false })], "one\ntwo")).toBeUndefined();
  });

  it("must answer questions of the policy, and no others", () => {
    expect(check([], "Apollo")).toBe("InvalidAnswer");
  });

  it("are bounded in length and number", () => {
    expect(check([aTextQuestion()], "x".repeat(4_001))).toBe("InvalidAnswer");
    expect(check([aTextQuestion()], ...Array.from({ length: 201 }, () => "x"))).toBe("InvalidAnswer");
  });
});
