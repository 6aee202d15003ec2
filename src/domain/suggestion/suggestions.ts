/** Which packages to suggest to somebody, and why: people near them have them, or they had them before (Graph: accessPackageSuggestion). */
import type { Instant } from "../time/instant.js";

export type Suggestion = { readonly accessPackageId: string; readonly reasons: readonly SuggestionReason[] };

export type SuggestionReason =
  | {
      readonly kind: "relatedPeople";
      /** Ids of the people near them who have it, in the order in which they were told. */
      readonly peopleIds: readonly string[];
    }
  | {
      readonly kind: "assignmentHistory";
      /** When the most recent of them began. */
      readonly lastAssignmentDateTime: Instant;
      readonly pastAssignmentCount: number;
    };

export type SuggestionFacts = {
  /** What they may ask for and do not have. */
  readonly requestableIds: ReadonlySet<string>;
  /** People near them, the nearest first. */
  readonly relatedPeopleIds: readonly string[];
  /** What those people have. */
  readonly heldByRelatedPeople: readonly { readonly personId: string; readonly accessPackageId: string }[];
  /** What they had themselves, and has ended. */
  readonly past: readonly { readonly accessPackageId: string; readonly startDateTime: Instant }[];
};

/** Most people first, then the most recently had, then by id: the same facts give the same list. */
export function suggestions(facts: SuggestionFacts): readonly Suggestion[] {
  const found = [...facts.requestableIds].map((accessPackageId) => ({
    accessPackageId,
    people: peopleWith(facts, accessPackageId),
    history: historyOf(facts, accessPackageId),
  }));
  return found
    .filter(({ people, history }) => people.length > 0 || history !== undefined)
    .toSorted(
      (one, other) =>
        other.people.length - one.people.length ||
        compare(other.history?.lastAssignmentDateTime ?? "", one.history?.lastAssignmentDateTime ?? "") ||
        compare(one.accessPackageId, other.accessPackageId),
    )
    .map(({ accessPackageId, people, history }) => ({
      accessPackageId,
      reasons: [
        ...(people.length === 0 ? [] : [{ kind: "relatedPeople" as const, peopleIds: people }]),
        ...(history === undefined ? [] : [history]),
      ],
    }));
}

function peopleWith(
  { relatedPeopleIds, heldByRelatedPeople }: SuggestionFacts,
  accessPackageId: string,
): readonly string[] {
  const holders = new Set(
    heldByRelatedPeople
      .filter((one) => one.accessPackageId === accessPackageId)
      .map(({ personId }) => personId),
  );
  return relatedPeopleIds.filter((id) => holders.has(id));
}

function historyOf(
  { past }: SuggestionFacts,
  accessPackageId: string,
): Extract<SuggestionReason, { kind: "assignmentHistory" }> | undefined {
  const ended = past.filter((one) => one.accessPackageId === accessPackageId);
  const [last] = ended
    .map(({ startDateTime }) => startDateTime)
    .toSorted((one, other) => compare(other, one));
  if (last === undefined) return undefined;
  return { kind: "assignmentHistory", lastAssignmentDateTime: last, pastAssignmentCount: ended.length };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
