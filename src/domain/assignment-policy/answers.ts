/** Are the questions of a policy answered, and are the answers among what is allowed? */
import type { Answer } from "../assignment-request/assignment-request.js";
import { type Refusal, refused } from "../errors.js";
import { ANSWER_LENGTH_MAX, ANSWERS_MAX } from "../limits.js";
import type { Question } from "./assignment-policy.js";
import { compilePattern } from "./pattern.js";

/** Whoever asks for access must answer what is required; an administrator need not, and an update changes only what it names. */
export type AnswerDuty = "mustAnswer" | "mayAnswer";

/** The answers with what they answer, for whoever decides on them and for later. What is known already stays. */
export function withQuestions(questions: readonly Question[], answers: readonly Answer[]): readonly Answer[] {
  return answers.map((answer) => {
    const asked = questions.find(({ id }) => id === answer.questionId);
    return asked === undefined || answer.question !== undefined
      ? answer
      : { ...answer, question: { kind: asked.kind, text: asked.text } };
  });
}

export function checkAnswers(
  questions: readonly Question[],
  answers: readonly Answer[],
  duty: AnswerDuty,
): Refusal | undefined {
  if (answers.length > ANSWERS_MAX)
    return refused("InvalidAnswer", `There are ${answers.length} answers; at most ${ANSWERS_MAX} are taken.`);
  for (const question of questions) {
    const given = answers.filter((answer) => answer.questionId === question.id);
    if (duty === "mustAnswer" && question.isRequired && !given.some((answer) => answer.value.trim() !== ""))
      return refused(
        "AnswerRequired",
        `Question "${question.text}" (${question.id}) must be answered.`,
        "answers",
      );
    const problem = problemWith(question, given);
    if (problem !== undefined)
      return refused(
        "InvalidAnswer",
        `The answer to question "${question.text}" (${question.id}) is not allowed: ${problem}.`,
        "answers",
      );
  }
  const unknown = answers.find((answer) => !questions.some((question) => question.id === answer.questionId));
  return unknown === undefined
    ? undefined
    : refused(
        "InvalidAnswer",
        `The policy has no question ${unknown.questionId}; leave that answer out.`,
        "answers",
      );
}

function problemWith(question: Question, given: readonly Answer[]): string | undefined {
  if (given.some((answer) => answer.value.length > ANSWER_LENGTH_MAX))
    return `it is longer than ${ANSWER_LENGTH_MAX} characters`;
  if (question.kind === "multipleChoice") {
    if (given.length > 1 && !question.isMultipleSelectionAllowed) return "only one choice may be taken";
    const stranger = given.find(
      (answer) => !question.choices.some((choice) => choice.actualValue === answer.value),
    );
    if (stranger === undefined) return undefined;
    const choices = question.choices.map((choice) => choice.actualValue).join(", ");
    return `"${stranger.value}" is not one of the choices (${choices})`;
  }
  if (given.length > 1) return "it is answered more than once";
  const text = given[0]?.value ?? "";
  if (text === "") return undefined;
  if (question.isSingleLineQuestion && /[\r\n]/.test(text)) return "it must be one line";
  if (question.regexPattern === null || question.regexPattern === "") return undefined;
  const pattern = compilePattern(question.regexPattern);
  if ("problem" in pattern)
    return `the policy's pattern cannot be used: ${pattern.problem}; the policy must be corrected`;
  return pattern.matches(text) ? undefined : `it does not match the pattern ${question.regexPattern}`;
}
