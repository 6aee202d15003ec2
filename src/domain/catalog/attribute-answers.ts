/**
 * The attributes of a package's resources at a request (spec/domain.md 3.5): which questions they add, what is answered already because
 * the person has a value that may not be changed, and what is written to the person in the end.
 */
import type { AttributeValue } from "../assignment/user-attribute.js";
import type { AssignmentPolicy, Question } from "../assignment-policy/assignment-policy.js";
import type { Answer } from "../assignment-request/assignment-request.js";
import type { Resource } from "./resource.js";
import { attributesOf, type ResourceAttribute } from "./resource-attribute.js";

export type AttributesAsked = {
  readonly attributes: readonly ResourceAttribute[];
  /** What the person has now, by name of the attribute. */
  readonly current: Readonly<Record<string, string>>;
};

/** Nothing is asked: the package's resources have no attributes, or the target is no person. */
export const NOTHING_ASKED: AttributesAsked = { attributes: [], current: {} };

export function attributesAsked(
  resources: readonly Resource[],
  current: Readonly<Record<string, string>>,
): AttributesAsked {
  return { attributes: attributesOf(resources), current };
}

/** The questions of the attributes, as requestors see them: always to be answered. */
export function attributeQuestions({ attributes }: AttributesAsked): readonly Question[] {
  return attributes.map(({ question, isEditable }) => ({
    ...question,
    isRequired: true,
    isAnswerEditable: isEditable && question.isAnswerEditable,
  }));
}

/** The policy as a request is judged by it: with the questions of the attributes, of which a locked one takes only what the person has. */
export function withAttributes(policy: AssignmentPolicy, asked: AttributesAsked): AssignmentPolicy {
  if (asked.attributes.length === 0) return policy;
  const questions = attributeQuestions(asked).map((question, index): Question => {
    const locked = lockedValue(asked, asked.attributes[index]);
    if (locked === undefined) return question;
    const { id, sequence, text, localizations } = question;
    return {
      ...{ kind: "multipleChoice", id, sequence, text, localizations },
      isRequired: false,
      // What it may be is decided by the one choice there is.
      isAnswerEditable: true,
      isMultipleSelectionAllowed: false,
      choices: [{ actualValue: locked, text: locked, localizations: [] }],
    };
  });
  return { ...policy, questions: [...policy.questions, ...questions] };
}

/** What the person has of the attributes: filled into the form, and as it stands where it is locked. */
export function existingAnswers({ attributes, current }: AttributesAsked): readonly Answer[] {
  return attributes.flatMap(({ name, question }) => {
    const value = current[name];
    return value === undefined ? [] : [{ questionId: question.id, value, displayValue: value }];
  });
}

/** The answers with those of locked attributes, which nobody needs to give. */
export function withLockedAnswers(asked: AttributesAsked, answers: readonly Answer[]): readonly Answer[] {
  const locked = asked.attributes.filter((attribute) => lockedValue(asked, attribute) !== undefined);
  const missing = existingAnswers({ ...asked, attributes: locked }).filter(
    ({ questionId }) => !answers.some((answer) => answer.questionId === questionId),
  );
  return [...answers, ...missing];
}

/** What the access brings: a value for each attribute that was answered and is not locked. Several choices are joined by "; ". */
export function attributeValues(
  asked: AttributesAsked,
  answers: readonly Answer[],
): readonly AttributeValue[] {
  return asked.attributes.flatMap((attribute) => {
    const value = answers
      .filter(({ questionId }) => questionId === attribute.question.id)
      .map((answer) => answer.value.trim())
      .filter((one) => one !== "")
      .join("; ");
    return value === "" || lockedValue(asked, attribute) !== undefined
      ? []
      : [{ name: attribute.name, value, isPersisted: attribute.isPersistedOnAssignmentRemoval }];
  });
}

/** The values with those that changed: an attribute that is answered anew has the new value alone. */
export function mergedValues(
  before: readonly AttributeValue[],
  changed: readonly AttributeValue[],
): readonly AttributeValue[] {
  return [...before.filter(({ name }) => !changed.some((one) => one.name === name)), ...changed];
}

function lockedValue(
  { current }: AttributesAsked,
  attribute: ResourceAttribute | undefined,
): string | undefined {
  return attribute === undefined || attribute.isEditable ? undefined : current[attribute.name];
}
