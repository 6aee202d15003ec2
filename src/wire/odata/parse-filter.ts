/** Reads `$filter` by recursive descent over the lexer's tokens: linear in the text, bounded in depth, and any mistake is an ODataError with its place. */
import type { ComparisonOperator, Expression, Literal, Operand, Path } from "./expression.js";
import { type Token, tokens } from "./lexer.js";
import { filterError } from "./odata-error.js";

/** How deep parentheses, `not` and lambdas may nest: far beyond what people write, and far from the stack's end. */
export const FILTER_DEPTH_MAX = 64;

const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOperator>(["eq", "ne", "gt", "ge", "lt", "le"]);
const UNSUPPORTED: ReadonlySet<string> = new Set(["add", "sub", "mul", "div", "mod", "has", "divby"]);

export function parseFilter(text: string): Expression {
  const parser = new FilterParser(text);
  return parser.whole();
}

class FilterParser {
  readonly #tokens: Iterator<Token, void>;
  #token: Token;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokens(text);
    this.#token = this.#read();
  }

  whole(): Expression {
    if (this.#isAt("end")) throw filterError("$filter is empty");
    const expression = this.#or();
    if (!this.#isAt("end")) throw this.#unexpected("the end of the filter, `and` or `or`");
    return expression;
  }

  #read(): Token {
    const { value } = this.#tokens.next();
    return value ?? { kind: "end", text: "", position: 0 };
  }

  #take(): Token {
    const token = this.#token;
    if (token.kind !== "end") this.#token = this.#read();
    return token;
  }

  #unexpected(wanted: string): Error {
    const found = this.#token.kind === "end" ? "the end of the filter" : `"${this.#token.text}"`;
    return filterError(`Expected ${wanted}, found ${found}`, this.#token.position);
  }

  #expect(kind: Token["kind"]): Token {
    if (this.#token.kind !== kind) throw this.#unexpected(`"${kind}"`);
    return this.#take();
  }

  #isAt(kind: Token["kind"]): boolean {
    return this.#token.kind === kind;
  }

  #isWord(word: string): boolean {
    return this.#token.kind === "word" && this.#token.text.toLowerCase() === word;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > FILTER_DEPTH_MAX)
      throw filterError(`$filter is nested deeper than ${FILTER_DEPTH_MAX} levels`, this.#token.position);
    const result = read();
    this.#depth--;
    return result;
  }

  #or(): Expression {
    return this.#joined("or", () => this.#joined("and", () => this.#unary()));
  }

  #joined(word: "and" | "or", operand: () => Expression): Expression {
    const first = operand();
    if (!this.#isWord(word)) return first;
    const operands = [first];
    while (this.#isWord(word)) {
      this.#take();
      operands.push(operand());
    }
    return { kind: word, operands };
  }

  #unary(): Expression {
    if (this.#isWord("not")) {
      this.#take();
      return this.#nested(() => ({ kind: "not", operand: this.#unary() }));
    }
    if (this.#token.kind === "(") {
      return this.#nested(() => {
        this.#take();
        const inside = this.#or();
        this.#expect(")");
        return inside;
      });
    }
    return this.#condition();
  }

  #condition(): Expression {
    const match = this.#match();
    if (match !== undefined) return this.#compared(match);
    const left = this.#operand();
    if (left.kind === "path" && this.#token.kind === "(") return this.#lambda(left);
    const operator = this.#token.kind === "word" ? this.#token.text.toLowerCase() : "";
    if (COMPARISONS.has(operator)) {
      this.#take();
      // The set holds exactly the comparison operators.
      return { kind: "compare", operator: operator as ComparisonOperator, left, right: this.#operand() };
    }
    if (operator === "in") {
      this.#take();
      return { kind: "in", left, values: this.#values() };
    }
    if (UNSUPPORTED.has(operator))
      throw filterError(`The operator "${operator}" is not supported`, this.#token.position);
    if (left.kind === "path" || (left.kind === "literal" && left.type === "boolean"))
      return { kind: "truth", operand: left };
    throw this.#unexpected("one of eq, ne, gt, ge, lt, le, in");
  }

  /** `contains(a,'b')`, or undefined when something else comes. */
  #match(): Extract<Expression, { kind: "match" }> | undefined {
    if (this.#token.kind !== "word") return undefined;
    const name = this.#token.text.toLowerCase();
    if (name !== "contains" && name !== "startswith" && name !== "endswith") return undefined;
    this.#take();
    this.#expect("(");
    const text = this.#nested(() => this.#operand());
    this.#expect(",");
    const part = this.#nested(() => this.#operand());
    this.#expect(")");
    return { kind: "match", function: name, text, part };
  }

  /** `contains(a,'b') eq true`, as some clients write it. */
  #compared(match: Expression): Expression {
    const operator = this.#token.kind === "word" ? this.#token.text.toLowerCase() : "";
    if (operator !== "eq" && operator !== "ne") return match;
    this.#take();
    const value = this.#operand();
    if (value.kind !== "literal" || value.type !== "boolean")
      throw filterError("The result of a function is compared with true or false", value.position);
    return (operator === "eq") === value.value ? match : { kind: "not", operand: match };
  }

  #lambda(path: Path): Expression {
    const quantifier = path.segments.at(-1)?.toLowerCase();
    const collection: Path = { ...path, segments: path.segments.slice(0, -1) };
    if ((quantifier !== "any" && quantifier !== "all") || collection.segments.length === 0)
      throw filterError(`The function "${path.segments.join("/")}" is not supported`, path.position);
    return this.#nested(() => {
      this.#expect("(");
      if (this.#token.kind === ")" && quantifier === "any") {
        this.#take();
        return { kind: "lambda", quantifier, collection, variable: null, condition: null };
      }
      const variable = this.#expect("word").text;
      this.#expect(":");
      const condition = this.#or();
      this.#expect(")");
      return { kind: "lambda", quantifier, collection, variable, condition };
    });
  }

  #values(): readonly Literal[] {
    this.#expect("(");
    const values = [this.#literal()];
    while (this.#token.kind === ",") {
      this.#take();
      values.push(this.#literal());
    }
    this.#expect(")");
    return values;
  }

  #literal(): Literal {
    const operand = this.#operand();
    if (operand.kind !== "literal") throw filterError("`in` takes a list of values", operand.position);
    return operand;
  }

  #operand(): Operand {
    const token = this.#take();
    const { position } = token;
    switch (token.kind) {
      case "string":
      case "guid":
      case "dateTime":
      case "enum":
      case "duration":
        return { kind: "literal", type: token.kind, value: token.text, position };
      case "number":
        return { kind: "literal", type: "number", value: Number(token.text), position };
      case "word":
        return this.#wordOperand(token);
      case "(":
      case ")":
      case ",":
      case "/":
      case ":":
      case "end":
        throw filterError(
          `Expected a property or a value, found ${token.kind === "end" ? "the end of the filter" : `"${token.text}"`}`,
          position,
        );
    }
  }

  #wordOperand(token: Token): Operand {
    const { position } = token;
    const word = token.text.toLowerCase();
    if (this.#token.kind === "(") {
      if (word !== "tolower" && word !== "toupper")
        throw filterError(`The function "${token.text}" is not supported`, position);
      return this.#nested(() => {
        this.#take();
        const operand = this.#operand();
        this.#expect(")");
        return { kind: word, operand, position };
      });
    }
    if (word === "null") return { kind: "literal", type: "null", value: null, position };
    if (word === "true" || word === "false")
      return { kind: "literal", type: "boolean", value: word === "true", position };
    const segments = [token.text];
    while (this.#token.kind === "/") {
      this.#take();
      const segment = this.#expect("word");
      if (segment.text === "$count")
        throw filterError("$count is not supported in $filter", segment.position);
      segments.push(segment.text);
    }
    return { kind: "path", segments, position };
  }
}
