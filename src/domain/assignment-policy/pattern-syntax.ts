/**
 * What a pattern may say: literals, `.`, classes `[a-z]`, `\d \w \s` and their opposites, groups, `|`, `* + ? {n} {n,} {n,m}`, `^` and `$`.
 * Look-around, back-references and the like are refused with their name.
 */

export type PatternNode =
  | { readonly kind: "character"; readonly accepts: (code: number) => boolean }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly PatternNode[] }
  /** `max` null: without end. */
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly min: number;
      readonly max: number | null;
    };

type Accepts = (code: number) => boolean;

/** Highest count in `{n,m}`, as in RE2. */
const REPEAT_MAX = 1_000;
/** Deepest nesting of groups. */
const DEPTH_MAX = 20;

/** Thrown inside this file only, to leave the recursion; parsePattern turns it into a value. */
class Unsupported extends Error {}

export function parsePattern(source: string): PatternNode | { readonly problem: string } {
  try {
    const reader = new Reader(source);
    const tree = choice(reader, 0);
    if (reader.more()) throw new Unsupported("it has a closing parenthesis without an opening one");
    return tree;
  } catch (error) {
    if (error instanceof Unsupported) return { problem: error.message };
    throw error;
  }
}

class Reader {
  private readonly characters: readonly string[];
  private position = 0;
  constructor(source: string) {
    this.characters = Array.from(source);
  }
  more(): boolean {
    return this.position < this.characters.length;
  }
  peek(): string | undefined {
    return this.characters[this.position];
  }
  /** The next character, which must be there; `missing` says what the pattern lacks. */
  take(missing: string): string {
    const character = this.characters[this.position];
    if (character === undefined) throw new Unsupported(missing);
    this.position++;
    return character;
  }
  skip(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }
  /** The text ahead when it matches, consumed. */
  skipMatch(form: RegExp): RegExpExecArray | null {
    const match = form.exec(this.characters.slice(this.position, this.position + 12).join(""));
    if (match !== null) this.position += match[0].length;
    return match;
  }
}

function choice(reader: Reader, depth: number): PatternNode {
  if (depth > DEPTH_MAX) throw new Unsupported(`its groups are nested deeper than ${DEPTH_MAX}`);
  const parts = [sequence(reader, depth)];
  while (reader.skip("|")) parts.push(sequence(reader, depth));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "choice", parts };
}

function sequence(reader: Reader, depth: number): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = reader.peek(); next !== undefined && next !== "|" && next !== ")"; next = reader.peek())
    parts.push(repeated(reader, depth));
  return { kind: "sequence", parts };
}

function repeated(reader: Reader, depth: number): PatternNode {
  const part = atom(reader, depth);
  const counts = quantifier(reader);
  if (counts === undefined) return part;
  if (part.kind === "start" || part.kind === "end") throw new Unsupported("it repeats ^ or $");
  // Whether it takes as little or as much as it can makes no difference when the whole answer must match.
  reader.skip("?");
  if (quantifier(reader) !== undefined) throw new Unsupported("it has two repetitions in a row");
  return { kind: "repeat", part, ...counts };
}

function quantifier(reader: Reader): { min: number; max: number | null } | undefined {
  if (reader.skip("*")) return { min: 0, max: null };
  if (reader.skip("+")) return { min: 1, max: null };
  if (reader.skip("?")) return { min: 0, max: 1 };
  const match = reader.skipMatch(/^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/);
  if (match === null) {
    if (reader.peek() === "{") throw new Unsupported("it has { without a count; write \\{ for the character");
    return undefined;
  }
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === undefined ? null : Number(match[3]);
  if (min > REPEAT_MAX || (max ?? 0) > REPEAT_MAX)
    throw new Unsupported(`it repeats more than ${REPEAT_MAX} times`);
  if (max !== null && max < min)
    throw new Unsupported("it has a repetition whose end is below its beginning");
  return { min, max };
}

function atom(reader: Reader, depth: number): PatternNode {
  const character = reader.take("it ends too early");
  switch (character) {
    case "(": {
      if (reader.skip("?") && !reader.skip(":"))
        throw new Unsupported("look-around and named groups are not supported");
      const inner = choice(reader, depth + 1);
      if (!reader.skip(")")) throw new Unsupported("a parenthesis is not closed");
      return inner;
    }
    case "[":
      return { kind: "character", accepts: remembering(characterClass(reader)) };
    case ".":
      return { kind: "character", accepts: (code) => !LINE_ENDS.has(code) };
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "\\":
      return { kind: "character", accepts: remembering(escape(reader).accepts) };
    case "*":
    case "+":
    case "?":
    case "{":
      throw new Unsupported(`it has ${character} with nothing before it to repeat`);
    default:
      return { kind: "character", accepts: equals(character) };
  }
}

/** A repetition asks the same of one character a thousand times: a long class answers once. */
function remembering(accepts: Accepts): Accepts {
  let asked: number | undefined;
  let answer = false;
  return (code) => {
    if (code !== asked) [asked, answer] = [code, accepts(code)];
    return answer;
  };
}

function characterClass(reader: Reader): Accepts {
  const negated = reader.skip("^");
  const accepted: Accepts[] = [];
  while (!reader.skip("]")) {
    const from = classMember(reader);
    if (from.code === undefined || !reader.skip("-")) {
      accepted.push(from.accepts);
      continue;
    }
    if (reader.peek() === "]") {
      accepted.push(from.accepts, equals("-"));
      continue;
    }
    const low = from.code;
    const high = classMember(reader).code;
    if (high === undefined || high < low) throw new Unsupported("it has a range in [ ] that is not one");
    accepted.push((code) => code >= low && code <= high);
  }
  return (code) => accepted.some((accepts) => accepts(code)) !== negated;
}

type Member = { readonly accepts: Accepts /** Absent for classes such as \d. */; readonly code?: number };

function classMember(reader: Reader): Member {
  const character = reader.take("a [ is not closed");
  return character === "\\" ? escape(reader) : literal(character);
}

function escape(reader: Reader): Member {
  const character = reader.take("it ends with a backslash");
  const kind = CLASSES.get(character.toLowerCase());
  if (kind !== undefined) {
    const negated = character !== character.toLowerCase();
    return { accepts: (code) => kind(code) !== negated };
  }
  const control = CONTROLS.get(character);
  if (control !== undefined) return literal(control);
  if (/[\p{L}\p{N}]/u.test(character)) throw new Unsupported(`\\${character} is not supported`);
  return literal(character);
}

function literal(character: string): Member {
  return { accepts: equals(character), code: character.codePointAt(0) ?? 0 };
}

function equals(character: string): Accepts {
  const wanted = character.codePointAt(0);
  return (code) => code === wanted;
}

const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d, 0x2028, 0x2029]);
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const CLASSES: ReadonlyMap<string, Accepts> = new Map<string, Accepts>([
  ["d", (code) => code >= 0x30 && code <= 0x39],
  ["w", (code) => /^\w$/.test(String.fromCodePoint(code))],
  ["s", (code) => /^\s$/.test(String.fromCodePoint(code))],
]);
