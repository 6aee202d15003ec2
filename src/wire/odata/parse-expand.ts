/** Reads `$expand`: names separated by commas, each with options of its own in parentheses, separated by semicolons. */
import { ODataError } from "./odata-error.js";
import { type ExpandItem, NO_OPTIONS, type QueryOptions } from "./query-options.js";

/** Reads the options in the parentheses, but for `$expand` itself. */
export type ReadNested = (options: ReadonlyMap<string, string>, allowed: readonly string[]) => QueryOptions;

/** How deep `$expand` may nest: every level multiplies what must be read. */
export const EXPAND_DEPTH_MAX = 4;
const ITEMS_MAX = 20;
/** No next page: what is expanded comes whole, or as much of it as `$top` says. */
const NESTED = ["$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count"];
const NAME = /^(\*|[\w.]+(\/[\w.]+)*)$/;

export function parseExpand(text: string, read: ReadNested): readonly ExpandItem[] {
  return items(text, 1, read);
}

function items(text: string, depth: number, read: ReadNested): readonly ExpandItem[] {
  if (depth > EXPAND_DEPTH_MAX)
    throw new ODataError("BadRequest", `$expand nests at most ${EXPAND_DEPTH_MAX} levels.`, "$expand");
  const parts = split(text, ",");
  if (parts.length > ITEMS_MAX)
    throw new ODataError("BadRequest", `$expand takes at most ${ITEMS_MAX} names on one level.`, "$expand");
  return parts.map((part) => item(part.trim(), depth, read));
}

function item(part: string, depth: number, read: ReadNested): ExpandItem {
  const open = part.indexOf("(");
  const name = (open < 0 ? part : part.slice(0, open)).trim();
  if (!NAME.test(name)) throw unreadable(part);
  // `a/b` is the old way to write `a($expand=b)`.
  const slash = name.indexOf("/");
  if (slash >= 0) {
    const rest = items(part.slice(slash + 1), depth + 1, read);
    return { name: name.slice(0, slash), options: { ...NO_OPTIONS, expand: rest } };
  }
  if (open < 0) return { name, options: NO_OPTIONS };
  if (!part.endsWith(")")) throw unreadable(part);
  const options = new Map<string, string>();
  let nested: readonly ExpandItem[] | undefined;
  for (const option of split(part.slice(open + 1, -1), ";")) {
    const equals = option.indexOf("=");
    if (equals < 0) throw unreadable(option);
    const written = option.slice(0, equals).trim().toLowerCase();
    const key = written.startsWith("$") ? written : `$${written}`;
    if (options.has(key) || (key === "$expand" && nested !== undefined))
      throw new ODataError("BadRequest", `"${key}" is given twice for "${name}" in $expand.`, "$expand");
    if (key === "$expand") nested = items(option.slice(equals + 1), depth + 1, read);
    else options.set(key, option.slice(equals + 1).trim());
  }
  return { name, options: { ...read(options, NESTED), expand: nested ?? [] } };
}

/** Splits at `separator` outside parentheses and strings. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'") inString = !inString;
    else if (inString) continue;
    else if (char === "(") depth++;
    else if (char === ")" && --depth < 0) throw unreadable(text);
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (depth !== 0 || inString) throw unreadable(text);
  parts.push(text.slice(start));
  return parts;
}

function unreadable(part: string): ODataError {
  return new ODataError(
    "BadRequest",
    `$expand cannot be read at "${part.slice(0, 60)}": names, each with options in parentheses, as in a($select=id;$expand=b),c.`,
    "$expand",
  );
}
