/**
 * What every documents adapter promises (src/application/ports/documents.ts), as tests. An adapter's test file is one call:
 *
 *     describeDocuments("SQLite", async () => ({ documents, reopen, close }));
 */
import { afterEach, describe } from "vitest";
import type { Clock } from "../../src/application/ports/clock.js";
import type { Documents } from "../../src/application/ports/documents.js";
import { instantOf } from "../../src/domain/time/instant.js";
import { describeBatches } from "./documents/batches.js";
import { describeBounds } from "./documents/bounds.js";
import { describeChanges } from "./documents/changes.js";
import { describeFilters } from "./documents/filters.js";
import { describePages } from "./documents/pages.js";
import { describePast } from "./documents/past.js";
import { describeRaces } from "./documents/races.js";
import { describeReads } from "./documents/reads.js";

/** An adapter opened on empty containers with CONTRACT_INDEXES, keeping the past of CONTRACT_HISTORY by the clock given. */
export type OpenedDocuments = {
  readonly documents: Documents;
  /** Closes and opens again on the same data, where the adapter can. */
  readonly reopen?: () => Promise<Documents>;
  readonly close: () => Promise<void>;
};

/** Opens an adapter for one test; it is closed when the test ends. */
export type OpenForTest = (clock?: Clock) => Promise<OpenedDocuments>;

export function describeDocuments(name: string, open: (clock: Clock) => Promise<OpenedDocuments>): void {
  describe(`${name} documents`, () => {
    const opened: OpenedDocuments[] = [];
    const openForTest: OpenForTest = async (clock = { now: () => instantOf(0) }) => {
      const documents = await open(clock);
      opened.push(documents);
      return documents;
    };
    afterEach(async () => {
      for (const { close } of opened.splice(0)) await close();
    });
    describeReads(openForTest);
    describeBatches(openForTest);
    describeRaces(openForTest);
    describeFilters(openForTest);
    describePages(openForTest);
    describePast(openForTest);
    describeChanges(openForTest);
    describeBounds(openForTest);
  });
}
