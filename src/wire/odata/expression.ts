/** A `$filter` as read: what the words mean for a type is decided later (compile-filter.ts, evaluate-filter.ts). Positions count from 0 in the option's text. */

export type ComparisonOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type Expression =
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: "in"; readonly left: Operand; readonly values: readonly Literal[] }
  | {
      readonly kind: "match";
      readonly function: "contains" | "startswith" | "endswith";
      readonly text: Operand;
      readonly part: Operand;
    }
  | {
      readonly kind: "lambda";
      readonly quantifier: "any" | "all";
      readonly collection: Path;
      /** The range variable and the condition on it; both absent in `path/any()`. */
      readonly variable: string | null;
      readonly condition: Expression | null;
    }
  /** A boolean property (or `true`, `false`) standing alone as a condition. */
  | { readonly kind: "truth"; readonly operand: Operand };

export type Operand = Path | Literal | CaseChange;

export type Path = {
  readonly kind: "path";
  /** As written: `accessPackage/id` is two segments. */
  readonly segments: readonly string[];
  readonly position: number;
};

export type Literal = {
  readonly kind: "literal";
  readonly type: "string" | "guid" | "dateTime" | "number" | "boolean" | "null" | "duration" | "enum";
  readonly value: string | number | boolean | null;
  readonly position: number;
};

export type CaseChange = {
  readonly kind: "tolower" | "toupper";
  readonly operand: Operand;
  readonly position: number;
};
