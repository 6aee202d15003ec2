import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SuggestionFacts, suggestions } from "../../../src/domain/suggestion/suggestions.js";
import { instantOf } from "../../../src/domain/time/instant.js";

const day = (number: number) => instantOf(number * 86_400_000);

function facts(says: Partial<SuggestionFacts> = {}): SuggestionFacts {
  return {
    requestableIds: new Set(["a", "b", "c"]),
    relatedPeopleIds: ["manager", "peer", "report"],
    heldByRelatedPeople: [],
    past: [],
    ...says,
  };
}

const idsOf = (given: SuggestionFacts) => suggestions(given).map(({ accessPackageId }) => accessPackageId);

describe("suggestions", () => {
  it("are the packages that people near one have, with who has them, the nearest first", () => {
    const held = [
      { personId: "report", accessPackageId: "b" },
      { personId: "manager", accessPackageId: "b" },
      { personId: "stranger", accessPackageId: "b" },
    ];
    expect(suggestions(facts({ heldByRelatedPeople: held }))).toEqual([
      { accessPackageId: "b", reasons: [{ kind: "relatedPeople", peopleIds: ["manager", "report"] }] },
    ]);
  });

  it("are the packages that one had before, with how often and since when the last time", () => {
    const past = [
      { accessPackageId: "c", startDateTime: day(5) },
      { accessPackageId: "c", startDateTime: day(9) },
      { accessPackageId: "c", startDateTime: day(7) },
    ];
    expect(suggestions(facts({ past }))).toEqual([
      {
        accessPackageId: "c",
        reasons: [{ kind: "assignmentHistory", lastAssignmentDateTime: day(9), pastAssignmentCount: 3 }],
      },
    ]);
  });

  it("never name a package that one may not ask for", () => {
    const held = [{ personId: "peer", accessPackageId: "secret" }];
    const past = [{ accessPackageId: "secret", startDateTime: day(1) }];
    expect(suggestions(facts({ heldByRelatedPeople: held, past }))).toEqual([]);
  });

  it("come with most people first, then by what one had last, then by id", () => {
    const requestableIds = new Set(["e", "d", "c", "b", "a"]);
    const held = [
      { personId: "peer", accessPackageId: "b" },
      { personId: "report", accessPackageId: "b" },
      { personId: "peer", accessPackageId: "e" },
    ];
    const past = [
      { accessPackageId: "d", startDateTime: day(1) },
      { accessPackageId: "c", startDateTime: day(2) },
      { accessPackageId: "a", startDateTime: day(1) },
    ];
    expect(idsOf(facts({ requestableIds, heldByRelatedPeople: held, past }))).toEqual([
      "b",
      "e",
      "c",
      "a",
      "d",
    ]);
  });

  it("do not depend on the order in which the facts were read", () => {
    const held = fc.array(
      fc.record({
        personId: fc.constantFrom("manager", "peer"),
        accessPackageId: fc.constantFrom("a", "b", "c"),
      }),
    );
    const past = fc.array(
      fc.record({
        accessPackageId: fc.constantFrom("a", "b", "c"),
        startDateTime: fc.integer({ min: 0, max: 3 }).map(day),
      }),
    );
    fc.assert(
      fc.property(held, past, (people, own) => {
        const there = facts({ heldByRelatedPeople: people, past: own });
        const back = facts({
          heldByRelatedPeople: people.toReversed(),
          past: own.toReversed(),
          requestableIds: new Set(["c", "b", "a"]),
        });
        expect(suggestions(there)).toEqual(suggestions(back));
      }),
      { numRuns: 300 },
    );
  });
});
