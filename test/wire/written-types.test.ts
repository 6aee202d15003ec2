import { describe, expect, it } from "vitest";
import type { Assignment } from "../../src/domain/assignment/assignment.js";
import { parseInstant } from "../../src/domain/time/instant.js";
import type { EntityType } from "../../src/wire/entity-type.js";
import {
  accessPackageType,
  assignmentPolicyType,
  assignmentRequestType,
  assignmentType,
  catalogType,
} from "../../src/wire/graph-types.js";
import type { ExpandContext } from "../../src/wire/navigation.js";
import { readPreferences } from "../../src/wire/preferences.js";
import { anAssignment, aRequest } from "../builders/access.js";
import { aCatalog, aPackage } from "../builders/packages.js";
import { aPolicy } from "../builders/policies.js";

function told(prefer?: string, acceptLanguage?: string): ExpandContext {
  // Writing uses nothing else of the context.
  return {
    preferences: readPreferences(prefer, acceptLanguage),
    call: { caller: { kind: "system" }, correlationId: "c" },
  } as ExpandContext;
}

const BY_RULE = {
  requestAccessForAllowedTargets: true,
  removeAccessWhenTargetLeavesAllowedTargets: true,
  gracePeriodBeforeAccessRemoval: null,
};

const instant = (text: string) => parseInstant(text) ?? fail(text);

const assignment = anAssignment({ startDateTime: instant("2026-01-01") });

describe("objects as they are written", () => {
  it("have every property of their type and no other, those without a value as null", () => {
    const written: readonly (readonly [EntityType<never>, readonly string[]])[] = [
      [catalogType, Object.keys(catalogType.write(aCatalog(), told()))],
      [accessPackageType, Object.keys(accessPackageType.write(aPackage(), told()))],
      [assignmentType, Object.keys(assignmentType.write(assignment, told()))],
      [assignmentRequestType, Object.keys(assignmentRequestType.write(aRequest(), told()))],
      [
        assignmentPolicyType,
        // What only automatic policies have is left out of the others: its absence tells the two apart.
        Object.keys(assignmentPolicyType.write(aPolicy({ automaticRequestSettings: BY_RULE }), told())),
      ],
    ];
    for (const [type, names] of written)
      expect(names.toSorted()).toEqual(Object.keys(type.properties).toSorted());
    expect(Object.keys(assignmentPolicyType.write(aPolicy(), told()))).not.toContain(
      "automaticRequestSettings",
    );
    expect(catalogType.write(aCatalog(), told())["description"]).toBeNull();
  });

  it("name members of enumerations that older clients do not know only to those who say they can bear it", () => {
    const request = aRequest({ requestType: "approverRemove" });
    expect(assignmentRequestType.write(request, told())["requestType"]).toBe("unknownFutureValue");
    expect(assignmentRequestType.write(request, told("include-unknown-enum-members"))["requestType"]).toBe(
      "approverRemove",
    );
    expect(assignmentRequestType.write(aRequest({ requestType: "onBehalfAdd" }), told())["requestType"]).toBe(
      "onBehalfAdd",
    );
  });

  it("say when access ends, or that it does not", () => {
    const schedule = (endDateTime: Assignment["endDateTime"]) =>
      assignmentType.write({ ...assignment, endDateTime }, told())["schedule"];
    expect(schedule(null)).toEqual({
      startDateTime: "2026-01-01T00:00:00.000Z",
      recurrence: null,
      expiration: { type: "noExpiration", endDateTime: null, duration: null },
    });
    expect(schedule(instant("2027-01-01"))).toMatchObject({
      expiration: { type: "afterDateTime", endDateTime: "2027-01-01T00:00:00.000Z" },
    });
  });

  it("have questions in the language that the client prefers", () => {
    const policy = aPolicy({
      questions: [
        {
          kind: "multipleChoice",
          id: "q",
          sequence: 1,
          isRequired: true,
          isAnswerEditable: false,
          text: "Where?",
          localizations: [{ languageCode: "de", text: "Wo?" }],
          isMultipleSelectionAllowed: false,
          choices: [
            { actualValue: "h", text: "Here", localizations: [{ languageCode: "de", text: "Hier" }] },
          ],
        },
      ],
    });
    expect(assignmentPolicyType.write(policy, told(undefined, "de-AT"))["questions"]).toMatchObject([
      {
        "@odata.type": "#microsoft.graph.accessPackageMultipleChoiceQuestion",
        text: "Wo?",
        choices: [{ actualValue: "h", text: "Hier" }],
      },
    ]);
  });
});

function fail(text: string): never {
  throw new Error(`${text} cannot be read.`);
}
