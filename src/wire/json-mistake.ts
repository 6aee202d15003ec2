/** Where a text stops being JSON: JSON.parse does not say it of short texts, and "somewhere" helps nobody. */

/** Tokens of JSON; sticky, so that one is looked for where the reader stands and nowhere else. */
// oxlint-disable-next-line no-control-regex -- JSON strings may not hold them, which is what is looked for
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** The position of the first character that does not fit, from 0; the length when the text ends too early. For texts of bounded depth. */
export function mistakeIn(text: string): number {
  const reader = new Reader(text);
  if (!reader.value()) return reader.at;
  reader.token(SPACE);
  return reader.at;
}

class Reader {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Moves behind a value; false when there is none, with `at` on what is wrong. */
  value(): boolean {
    this.token(SPACE);
    switch (this.#text.charAt(this.at)) {
      case "{":
        return this.#list("}", () => this.#member());
      case "[":
        return this.#list("]", () => this.value());
      default:
        return this.token(STRING) || this.token(NUMBER) || this.token(WORD);
    }
  }

  token(form: RegExp): boolean {
    form.lastIndex = this.at;
    const found = form.exec(this.#text);
    if (found !== null) this.at += found[0].length;
    return found !== null;
  }

  #member(): boolean {
    this.token(SPACE);
    if (!this.token(STRING)) return false;
    this.token(SPACE);
    return this.#take(":") && this.value();
  }

  #list(close: string, item: () => boolean): boolean {
    this.at++;
    this.token(SPACE);
    if (this.#take(close)) return true;
    for (;;) {
      if (!item()) return false;
      this.token(SPACE);
      if (this.#take(close)) return true;
      if (!this.#take(",")) return false;
    }
  }

  #take(character: string): boolean {
    if (this.#text.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }
}
