/** What a PUT resets: properties that the body leaves out and whose value the replacement therefore changes to the default. */
import type { Json } from "../domain/json.js";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { findName } from "./odata/find-name.js";

/**
 * Paths such as `requestApprovalSettings` and `requestorSettings/allowCustomAssignmentSchedule`, in the order in which the object is
 * written. `sent` is the body as it came; `before` and `after` are the object as it is written. What is sent as null counts as given.
 */
export function resetByOmission(
  sent: JsonObject,
  before: JsonObject,
  after: JsonObject,
  aliases: Readonly<Record<string, string>> = {},
): readonly string[] {
  const given = new Map<string, Json | undefined>();
  for (const [written, value] of Object.entries(sent)) {
    const alias = Object.keys(aliases).find((name) => name.toLowerCase() === written.toLowerCase());
    const name = (alias === undefined ? findName(after, written) : aliases[alias]) ?? written;
    given.set(name, value);
  }
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (!given.has(name)) return [name];
    const part = given.get(name);
    return isJsonObject(part) && isJsonObject(old) && isJsonObject(now)
      ? resetByOmission(part, old, now).map((inner) => `${name}/${inner}`)
      : [];
  });
}
