/** Cuts a `$filter` into tokens, in one pass without backtracking. */
import { filterError } from "./odata-error.js";

export type Token = {
  readonly kind:
    | "word"
    | "string"
    | "guid"
    | "dateTime"
    | "number"
    | "enum"
    | "duration"
    | "("
    | ")"
    | ","
    | "/"
    | ":"
    | "end";
  /** Of a string: its value with `''` read as one quote. Otherwise as written. */
  readonly text: string;
  readonly position: number;
};

/** The longest `$filter` that is read: more than any client needs, and little enough that reading it cannot hurt. */
export const FILTER_LENGTH_MAX = 262_144;

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z_-])/iy;
/** The space is a `+` that the client forgot to escape in the address. */
const DATE =
  /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+\- ]\d{2}:\d{2})?)?(?![0-9a-z_])/iy;
const NUMBER = /-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?(?![0-9a-z_.])/iy;
const WORD = /[a-z_@$][\w@.$]*/iy;

export function* tokens(text: string): Generator<Token, void> {
  if (text.length > FILTER_LENGTH_MAX)
    throw filterError(`$filter is ${text.length} characters long; at most ${FILTER_LENGTH_MAX} are read`);
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === " " || char === "\t" || char === "\n" || char === "\r") {
      at++;
      continue;
    }
    const token = next(text, at, char);
    yield token.token;
    at = token.end;
  }
  yield { kind: "end", text: "", position: text.length };
}

function next(text: string, at: number, char: string): { readonly token: Token; readonly end: number } {
  switch (char) {
    case "(":
    case ")":
    case ",":
    case "/":
    case ":":
      return { token: { kind: char, text: char, position: at }, end: at + 1 };
    case "'": {
      const { value, end } = quoted(text, at);
      return { token: { kind: "string", text: value, position: at }, end };
    }
    default:
  }
  for (const [kind, form] of [
    ["guid", GUID],
    ["dateTime", DATE],
    ["number", NUMBER],
    ["word", WORD],
  ] as const) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found === null) continue;
    const end = at + found[0].length;
    // `duration'P1D'` and `microsoft.graph.accessPackageRequestState'delivered'`: a word that touches a string names its type.
    if (kind === "word" && text.charAt(end) === "'") {
      const literal = quoted(text, end);
      const type = found[0].toLowerCase() === "duration" ? "duration" : "enum";
      return { token: { kind: type, text: literal.value, position: at }, end: literal.end };
    }
    return {
      token: {
        kind,
        text: kind === "dateTime" ? found[0].replace(" ", "+") : found[0],
        position: at,
      },
      end,
    };
  }
  throw filterError(`"${char}" is not expected here`, at);
}

function quoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf("'", from);
    if (quote < 0) throw filterError("A string has no closing quote", start);
    value += text.slice(from, quote);
    if (text.charAt(quote + 1) !== "'") return { value, end: quote + 1 };
    value += "'";
    from = quote + 2;
  }
}
