import { describe, expect, it } from "vitest";
import { parseFilter } from "../../../src/wire/odata/parse-filter.js";
import { FOREIGN_PARSERS, formOfExpression } from "./foreign-parsers.js";
import { RandomFilter, seeded } from "./random-filter.js";

/** `FILTERS=100000 npx vitest run test/wire/odata/foreign-parsers.test.ts` compares as many; `SEED` repeats a run. */
const COUNT = Number(process.env["FILTERS"] ?? 400);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

describe.each(FOREIGN_PARSERS)("$name", ({ knowsIn, read }) => {
  it(`reads generated filters as we do (${COUNT} of seed ${SEED})`, { timeout: 300_000 }, () => {
    const random = new RandomFilter(seeded(SEED), { withIn: knowsIn });
    for (let number = 0; number < COUNT; number++) {
      const text = random.filter(number % 3);
      expect([text, formOfExpression(parseFilter(text))]).toEqual([text, read(text)]);
    }
  });
});
