/** How fast `$filter` is read: realistic ones, and one of 2,000 terms beside one of half as many. Nothing but the parser. */
import { parseFilter } from "../src/wire/odata/parse-filter.js";
import { type BenchResult, percentile } from "./result.js";

const ID = "11111111-2222-4333-8444-555555555555";

const REALISTIC = [
  "displayName eq 'General'",
  "contains(tolower(displayName),'team')",
  `accessPackage/id eq '${ID}' and state eq 'Delivered'`,
  `target/objectid eq ${ID}`,
  "createdDateTime ge 2026-01-01 and createdDateTime lt 2026-02-01T00:00:00Z",
  `(originSystem eq 'AadGroup' and resource/id eq '${ID}')`,
  "state in ('delivered','delivering')",
  `not(contains(displayName,'x')) or incompatibleGroups/any(g:g/id eq '${ID}')`,
];

const ROUND = 80_000;

export function filterParsing(): readonly BenchResult[] {
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let number = 0; number < ROUND; number += 1) parseFilter(REALISTIC[number % REALISTIC.length] ?? "");
    return (ROUND / (performance.now() - start)) * 1000;
  });
  const [half, whole] = [terms(1_000), terms(2_000)];
  millisecondsOf(half);
  return [
    { name: "filter-parse", value: percentile(rates, 0.5), unit: "filters/s", n: 5 * ROUND },
    {
      name: "filter-parse-2000-terms",
      value: millisecondsOf(whole),
      unit: "ms",
      n: 2_000,
      floor: 2 * millisecondsOf(half),
    },
  ];
}

function terms(count: number): string {
  return Array.from({ length: count }, () => `accessPackage/id eq '${ID}'`).join(" or ");
}

/** Of the middle one of many, so that a collection of garbage does not count. */
function millisecondsOf(text: string): number {
  const times = Array.from({ length: 41 }, () => {
    const start = performance.now();
    parseFilter(text);
    return performance.now() - start;
  });
  return percentile(times, 0.5);
}
