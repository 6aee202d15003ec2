/**
 * Random `$filter` texts from a seed, in the part of the language on which the two foreign parsers can be trusted. Left out, because they
 * are wrong there or do not know it: `not` before `and` or `or` without parentheses (both let it swallow what follows, against OData's own
 * table of precedence), `not(` without a space, words in capitals, `contains(…) eq true`, exponents, whole numbers beyond 32 bits, quoted
 * members of enumerations, a % in a text, `in` with anything after it or with a closing parenthesis in its texts, and `in` altogether for
 * @odata/parser.
 */

/** A small generator (mulberry32): the same seed gives the same texts on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const NAMES = [
  "displayName",
  "state",
  "accessPackage",
  "id",
  "target",
  "objectId",
  "catalog",
  "createdDateTime",
  "a",
  "x1",
  "_b",
];
const TEXTS = [
  "",
  "x",
  "Delivered",
  "O''Brien",
  "a b",
  "(",
  ")",
  "and",
  " or ",
  "not",
  "é",
  "😀",
  "1",
  "null",
  ",",
];
const COMPARISONS = ["eq", "ne", "gt", "ge", "lt", "le"];

export class RandomFilter {
  readonly #random: () => number;
  readonly #withIn: boolean;

  constructor(random: () => number, options: { readonly withIn: boolean }) {
    this.#random = random;
    this.#withIn = options.withIn;
  }

  filter(depth = 4): string {
    return this.#joined(depth, undefined);
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #one<T>(values: readonly [T, ...T[]] | readonly T[]): T {
    const chosen = values[this.#below(values.length)];
    if (chosen === undefined) throw new Error("Nothing to choose from.");
    return chosen;
  }

  #joined(depth: number, variable: string | undefined): string {
    const count = depth === 0 ? 1 : 1 + this.#below(4);
    let text = this.#operand(depth, variable);
    for (let more = 1; more < count; more++)
      text += `${this.#space()}${this.#one(["and", "or"])}${this.#space()}${this.#operand(depth, variable)}`;
    return text;
  }

  #operand(depth: number, variable: string | undefined): string {
    if (depth > 0) {
      switch (this.#below(6)) {
        case 0:
          return `(${this.#optional()}${this.#joined(depth - 1, variable)}${this.#optional()})`;
        case 1:
          return `(not (${this.#joined(depth - 1, variable)}))`;
        case 2:
          return `(not ${this.#condition(depth, variable)})`;
        default:
      }
    }
    return this.#condition(depth, variable);
  }

  #condition(depth: number, variable: string | undefined): string {
    switch (this.#below(this.#withIn && depth === 0 && variable === undefined ? 8 : 7)) {
      case 0:
        return `${this.#one(["contains", "startswith", "endswith"])}(${this.#text(variable)},${this.#optional()}${this.#quoted()})`;
      case 1:
        return depth > 0 && variable === undefined ? this.#lambda(depth) : this.#path(variable);
      case 2:
        return `${this.#literal()}${this.#space()}${this.#one(COMPARISONS)}${this.#space()}${this.#path(variable)}`;
      case 7: {
        const values = Array.from({ length: 1 + this.#below(4) }, () => this.#quoted().replace(/[)]/, ""));
        return `${this.#path(variable)} in (${values.join(",")})`;
      }
      default:
        return `${this.#text(variable)}${this.#space()}${this.#one(COMPARISONS)}${this.#space()}${this.#literal()}`;
    }
  }

  #lambda(depth: number): string {
    const collection = this.#path(undefined);
    if (this.#below(5) === 0) return `${collection}/any()`;
    return `${collection}/${this.#one(["any", "all"])}(v:${this.#joined(depth - 1, "v")})`;
  }

  #text(variable: string | undefined): string {
    const path = this.#path(variable);
    return this.#below(4) === 0 ? `${this.#one(["tolower", "toupper"])}(${path})` : path;
  }

  #path(variable: string | undefined): string {
    const names = Array.from({ length: 1 + this.#below(3) }, () => this.#one(NAMES));
    return [...(variable === undefined ? [] : [variable]), ...names].join("/");
  }

  #quoted(): string {
    return `'${this.#one(TEXTS)}'`;
  }

  #literal(): string {
    const digits = (count: number, digit: string) =>
      Array.from({ length: count }, () => digit.charAt(this.#below(digit.length))).join("");
    switch (this.#below(8)) {
      case 0:
        return String(this.#below(2000) - 1000);
      case 1:
        return `${this.#below(100)}.${1 + this.#below(9)}`;
      case 2:
        return this.#one(["true", "false", "null"]);
      case 3:
        return [8, 4, 4, 4, 12].map((count) => digits(count, "0123456789abcdefABCDEF")).join("-");
      case 4:
        return `20${10 + this.#below(80)}-0${1 + this.#below(9)}-1${this.#below(10)}`;
      case 5:
        return `20${10 + this.#below(80)}-0${1 + this.#below(9)}-1${this.#below(10)}T1${this.#below(10)}:30:0${this.#below(10)}${this.#one(["Z", ".5Z", "+02:00", "-11:30"])}`;
      default:
        return this.#quoted();
    }
  }

  #space(): string {
    return this.#below(10) === 0 ? "  " : " ";
  }

  #optional(): string {
    return this.#below(4) === 0 ? " " : "";
  }
}
