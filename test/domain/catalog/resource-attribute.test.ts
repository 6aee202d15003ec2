import { describe, expect, it } from "vitest";
import type { Question } from "../../../src/domain/assignment-policy/assignment-policy.js";
import {
  attributeQuestions,
  attributesAsked,
  attributeValues,
  existingAnswers,
  mergedValues,
  withAttributes,
  withLockedAnswers,
} from "../../../src/domain/catalog/attribute-answers.js";
import { attributeNameOf } from "../../../src/domain/catalog/attribute-names.js";
import type { Resource } from "../../../src/domain/catalog/resource.js";
import {
  attributeProblems,
  attributesOf,
  type ResourceAttribute,
} from "../../../src/domain/catalog/resource-attribute.js";
import { NOW } from "../../builders/instants.js";
import { aPolicy } from "../../builders/policies.js";
import { answer, submit } from "../../builders/submissions.js";

function question(id: string): Question {
  return {
    kind: "textInput",
    id,
    sequence: 0,
    isRequired: false,
    isAnswerEditable: true,
    text: `What is ${id}?`,
    localizations: [],
    isSingleLineQuestion: true,
    regexPattern: null,
  };
}

function attribute(name: string, says: Partial<ResourceAttribute> = {}): ResourceAttribute {
  return {
    name,
    isEditable: true,
    isPersistedOnAssignmentRemoval: false,
    question: question(`q-${name}`),
    ...says,
  };
}

function resource(...attributes: readonly ResourceAttribute[]): Resource {
  return {
    kind: "resource",
    id: "resource",
    catalogId: "catalog",
    originSystem: "AadGroup",
    originId: "group",
    displayName: "Group",
    description: null,
    attributes,
    roles: [],
    scopes: [],
    createdDateTime: NOW,
    modifiedDateTime: NOW,
  };
}

const given = (questionId: string, value: string) => ({ questionId, value, displayValue: null });

describe("what a resource may ask for", () => {
  const problems = (attributes: readonly ResourceAttribute[], others: readonly Resource[] = [], limit = 20) =>
    attributeProblems(attributes, others, limit).map(({ target }) => target);

  it("is an attribute of a user that says nothing about who they are or whether they may sign in", () => {
    expect(problems([attribute("jobTitle"), attribute("extensionAttribute15")])).toEqual([]);
    for (const name of ["userPrincipalName", "accountEnabled", "mail", "managerId", "extensionAttribute16"])
      expect(problems([attribute(name)])).toEqual(["resource/attributes/0/name"]);
    expect(attributeNameOf("JOBTITLE")).toBe("jobTitle");
  });

  it("is asked for once, by a question that can be answered", () => {
    expect(problems([attribute("city"), attribute("city", { question: question("other") })])).toEqual([
      "resource/attributes/1/name",
    ]);
    const broken = { ...question("q"), kind: "textInput" as const, isSingleLineQuestion: true };
    expect(problems([attribute("city", { question: { ...broken, regexPattern: "(" } })])).toEqual([
      "resource/attributes/0/regexPattern",
    ]);
  });

  it("is at most 20 attributes for all resources of a catalog together", () => {
    const names = Array.from({ length: 15 }, (_, index) => attribute(`extensionAttribute${index + 1}`));
    const five = ["city", "country", "state", "jobTitle", "department"].map((name) => attribute(name));
    expect(problems(five, [resource(...names)])).toEqual([]);
    expect(problems([...five, attribute("companyName")], [resource(...names)])).toEqual([
      "resource/attributes",
    ]);
    expect(problems([], [resource(...names)], 3)).toEqual([]);
  });
});

describe("the attributes of all resources in a package", () => {
  it("are asked for once each, as strictly as the strictest resource asks", () => {
    const strict = attribute("city", { isEditable: false, isPersistedOnAssignmentRemoval: true });
    expect(attributesOf([resource(attribute("city")), resource(strict, attribute("country"))])).toEqual([
      attribute("city", { isEditable: false, isPersistedOnAssignmentRemoval: true }),
      attribute("country"),
    ]);
  });

  it("become mandatory questions of every policy of the package", () => {
    const asked = attributesAsked([resource(attribute("city"))], {});
    expect(attributeQuestions(asked)).toEqual([{ ...question("q-city"), isRequired: true }]);
    const policies = [withAttributes(aPolicy(), asked)];
    expect(answer({ policies })).toBe("AnswerRequired");
    expect(answer({ policies }, { answers: [given("q-city", "Paris")] })).toBe("decided");
    expect(withAttributes(aPolicy(), attributesAsked([resource()], {}))).toEqual(aPolicy());
  });

  it("are filled in with what the person has", () => {
    const asked = attributesAsked([resource(attribute("city"), attribute("country"))], { city: "Rome" });
    expect(existingAnswers(asked)).toEqual([{ questionId: "q-city", value: "Rome", displayValue: "Rome" }]);
  });

  it("are locked when they are not editable and the person has a value: only that value is taken, and it need not be given", () => {
    const locked = attribute("city", { isEditable: false });
    const asked = attributesAsked([resource(locked)], { city: "Rome" });
    const policies = [withAttributes(aPolicy(), asked)];
    expect(answer({ policies })).toBe("decided");
    expect(answer({ policies }, { answers: [given("q-city", "Rome")] })).toBe("decided");
    expect(answer({ policies }, { answers: [given("q-city", "Paris")] })).toBe("InvalidAnswer");
    expect(withLockedAnswers(asked, [])).toEqual([
      { questionId: "q-city", value: "Rome", displayValue: "Rome" },
    ]);
    expect(withLockedAnswers(asked, [given("q-city", "Rome")])).toEqual([given("q-city", "Rome")]);
    expect(attributeValues(asked, [given("q-city", "Rome")])).toEqual([]);
  });

  it("can be entered once when they are not editable and the person has none", () => {
    const asked = attributesAsked([resource(attribute("city", { isEditable: false }))], {});
    const policies = [withAttributes(aPolicy(), asked)];
    expect(answer({ policies })).toBe("AnswerRequired");
    expect(answer({ policies }, { answers: [given("q-city", "Paris")] })).toBe("decided");
  });

  it("are written to the person as they were answered, several choices as one value", () => {
    const kept = attribute("country", { isPersistedOnAssignmentRemoval: true });
    const asked = attributesAsked([resource(attribute("city"), kept, attribute("state"))], { city: "Rome" });
    const answers = [given("q-city", " Paris "), given("q-country", "FR"), given("q-country", "IT")];
    expect(attributeValues(asked, [...answers, given("q-state", " ")])).toEqual([
      { name: "city", value: "Paris", isPersisted: false },
      { name: "country", value: "FR; IT", isPersisted: true },
    ]);
  });

  it("are kept with the request, and a new answer replaces the old one", () => {
    const values = [{ name: "city", value: "Paris", isPersisted: false }];
    expect(submit({}, { attributeValues: values })).toMatchObject({ request: { attributeValues: values } });
    const other = { name: "country", value: "FR", isPersisted: false };
    expect(mergedValues([...values, other], [{ name: "city", value: "Rome", isPersisted: false }])).toEqual([
      other,
      { name: "city", value: "Rome", isPersisted: false },
    ]);
  });
});
