/** The constraints of ASP.NET route templates (`{id:int:min(1)}`): which texts a parameter accepts. */
import { HostError } from "../binding-service.js";

export type Constraint = (value: string) => boolean;

const WHOLE = /^[+-]?\d{1,19}$/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GUID = /^(\{|\()?[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\2){3}[0-9a-f]{12}(\}|\))?$/i;

function within(value: string, low: bigint, high: bigint): boolean {
  return WHOLE.test(value) && BigInt(value.replace("+", "")) >= low && BigInt(value.replace("+", "")) <= high;
}

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

const PLAIN: Readonly<Record<string, Constraint>> = {
  int: (value) => within(value, -(2n ** 31n), 2n ** 31n - 1n),
  long: (value) => within(value, LONG_MIN, LONG_MAX),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => GUID.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  decimal: (value) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value),
  double: (value) => NUMBER.test(value),
  float: (value) => NUMBER.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  required: (value) => value !== "",
};

/** With whole numbers in brackets; `count` says how many there may be. */
const WITH_NUMBERS: Readonly<
  Record<string, { readonly counts: readonly number[]; make(...numbers: bigint[]): Constraint }>
> = {
  min: {
    counts: [1],
    make:
      (low = 0n) =>
      (value) =>
        within(value, low, LONG_MAX),
  },
  max: {
    counts: [1],
    make:
      (high = 0n) =>
      (value) =>
        within(value, LONG_MIN, high),
  },
  range: {
    counts: [2],
    make:
      (low = 0n, high = 0n) =>
      (value) =>
        within(value, low, high),
  },
  minlength: {
    counts: [1],
    make:
      (low = 0n) =>
      (value) =>
        value.length >= low,
  },
  maxlength: {
    counts: [1],
    make:
      (high = 0n) =>
      (value) =>
        value.length <= high,
  },
  length: {
    counts: [1, 2],
    make:
      (low = 0n, high = low) =>
      (value) =>
        value.length >= low && value.length <= high,
  },
};

/** Reads one constraint, such as `int` or `length(2,5)`. Throws a HostError for one that ASP.NET does not have. */
export function parseConstraint(text: string, template: string): Constraint {
  const plain = PLAIN[text];
  if (plain !== undefined) return plain;
  const call = /^(\w+)\((.*)\)$/.exec(text);
  const [, name = "", argument = ""] = call ?? [];
  if (name === "regex") return matching(argument, template);
  const family = WITH_NUMBERS[name];
  const numbers = argument.split(",").map((part) => part.trim());
  if (family?.counts.includes(numbers.length) && numbers.every((part) => WHOLE.test(part)))
    return family.make(...numbers.map(BigInt));
  throw new HostError(`The route "${template}" has the constraint "${text}", which does not exist.`);
}

/** As in ASP.NET the expression ignores case and may match a part; the app anchors it. */
function matching(expression: string, template: string): Constraint {
  try {
    const pattern = new RegExp(expression, "i");
    return (value) => pattern.test(value);
  } catch (error) {
    throw new HostError(
      `The route "${template}" has an expression that JavaScript cannot read: ${String(error)}`,
    );
  }
}
