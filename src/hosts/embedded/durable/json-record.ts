/** Reads JSON texts of which the host looks at single properties. */

/** The object that the text is; an empty one when it is anything else. */
export function jsonRecord(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  // Checked to be an object; JSON gives no symbols as keys.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
