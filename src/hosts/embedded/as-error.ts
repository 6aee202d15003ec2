/** Whatever was thrown, as an Error: apps may throw anything. */

export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(
    typeof thrown === "string" ? thrown : `Something that is no error was thrown: ${inspect(thrown)}`,
  );
}

function inspect(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
