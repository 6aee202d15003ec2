/** What a benchmark reports: one figure a line on stdout for machines, the same as a table on stderr for people. */
export type BenchResult = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** How many were measured. */
  readonly n: number;
  /** The same figure without the product, from the same run on the same machine. */
  readonly floor?: number;
};

export type Report = (result: BenchResult) => void;

/** `ratio` is value / floor: for rates the nearer to 1 the better, for times too (a time is never below its floor). */
export function line(result: BenchResult): string {
  const { floor } = result;
  const figures = { ...result, value: rounded(result.value) };
  return JSON.stringify(
    floor === undefined
      ? figures
      : { ...figures, floor: rounded(floor), ratio: rounded(result.value / floor) },
  );
}

export function row(result: BenchResult): string {
  const { name, value, unit, n, floor } = result;
  const beside = floor === undefined ? "" : `  floor ${rounded(floor)} (x ${rounded(value / floor)})`;
  return `${name.padEnd(44)} ${String(rounded(value)).padStart(9)} ${unit.padEnd(10)} n=${n}${beside}`;
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
