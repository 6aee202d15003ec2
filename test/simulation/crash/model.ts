/** What the clients of a crash run know for certain: every 2xx they were given, and what must follow from it. */
import type { OutsidePerson } from "../../outsider/outsider.js";

/** A package of the run. Two packages share one group, so that one membership has two reasons. */
export type RunPackage = { readonly id: string; readonly displayName: string; readonly groupId: string };

/** One person and one package; exactly one client loop works on it, so its state is known between two calls. */
export type Cell = {
  readonly person: OutsidePerson;
  readonly package: RunPackage;
  /** The request that waits for a decision. */
  pendingRequestId: string | undefined;
  standing: boolean;
  /** How often each has come to its end; mails and audit entries are counted against these. */
  readonly count: { delivered: number; ended: number; denied: number; canceled: number };
};

/** A request that was answered 201. */
export type Accepted = {
  readonly id: string;
  readonly cell: Cell;
  readonly kind: "add" | "remove";
  /** The state in which it must end; undefined until a decision was answered 2xx. */
  endsIn: "delivered" | "denied" | "canceled" | undefined;
};

export type Ledger = {
  readonly cells: readonly Cell[];
  readonly accepted: Accepted[];
  /** What must never happen, in words; empty at the end of a good run. */
  readonly violations: string[];
  calls: number;
  /** Calls whose connection broke: their outcome was found out by asking again. */
  unanswered: number;
};

export function newLedger(people: readonly OutsidePerson[], packages: readonly RunPackage[]): Ledger {
  const cells = people.flatMap((person) =>
    packages.map((each) => ({
      person,
      package: each,
      pendingRequestId: undefined,
      standing: false,
      count: { delivered: 0, ended: 0, denied: 0, canceled: 0 },
    })),
  );
  return { cells, accepted: [], violations: [], calls: 0, unanswered: 0 };
}

/** Who must be in the group now. */
export function expectedMembers(ledger: Ledger, groupId: string): ReadonlySet<string> {
  return new Set(
    ledger.cells.filter((c) => c.package.groupId === groupId && c.standing).map((c) => c.person.id),
  );
}
