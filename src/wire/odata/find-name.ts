/** Finds a name that a client wrote in any case, and proposes the nearest when there is none. */

const foldedByTable = new WeakMap<object, ReadonlyMap<string, string>>();

/** The table's own spelling of `name`, or undefined. */
export function findName(table: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(table, name)) return name;
  let folded = foldedByTable.get(table);
  if (folded === undefined) {
    folded = new Map(Object.keys(table).map((key) => [key.toLowerCase(), key]));
    foldedByTable.set(table, folded);
  }
  return folded.get(name.toLowerCase());
}

/** ` Did you mean "displayName"?` for a small slip, or nothing. */
export function didYouMean(candidates: readonly string[], name: string): string {
  const written = name.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? "" : ` Did you mean "${best}"?`;
}

/** Levenshtein; anything at or above `limit` is given as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
