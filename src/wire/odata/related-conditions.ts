/**
 * Conditions on what an object refers to (`accessPackage/displayName eq 'x'` on assignments): first the related objects that fulfil them
 * are looked up, then the list is asked for theirs. A related object that is missing has only nulls.
 */
import type { Filter, Query } from "../../application/ports/documents.js";
import type { EntityType, Related } from "../entity-type.js";
import { compileFilter } from "./compile-filter.js";
import type { Expression, Literal, Operand, Path } from "./expression.js";
import type { Indexed } from "./indexed-property.js";
import { findProperty } from "./legacy-names.js";
import { filterError } from "./odata-error.js";

/** How many related objects a condition may find: their ids become a part of the question for the list. */
export const RELATED_MAX = 1000;

/** The ids of what matches, at most RELATED_MAX of them, or undefined when there are more. */
export type LookUp = (
  related: Related,
  query: Pick<Query, "kind" | "filter">,
) => Promise<readonly string[] | undefined>;

/** How many such conditions a filter may have: each is a question of its own. */
const CONDITIONS_MAX = 20;

type Type = Indexed & Pick<EntityType<never>, "related">;

/** The same condition in terms of the ids that the objects of the list keep. */
export function resolveRelated(expression: Expression, type: Type, lookUp: LookUp): Promise<Expression> {
  let left = CONDITIONS_MAX;
  return resolve(expression, type, (...question) => {
    if (left-- === 0) throw filterError(`At most ${CONDITIONS_MAX} conditions may be on related objects`);
    return lookUp(...question);
  });
}

async function resolve(expression: Expression, type: Type, lookUp: LookUp): Promise<Expression> {
  switch (expression.kind) {
    case "and":
    case "or": {
      const operands: Expression[] = [];
      for (const operand of expression.operands) operands.push(await resolve(operand, type, lookUp));
      return { ...expression, operands };
    }
    case "not":
      return { ...expression, operand: await resolve(expression.operand, type, lookUp) };
    case "compare":
    case "in":
    case "match":
    case "truth": {
      const path = pathsOf(expression).find((one) => relationOf(one, type) !== undefined);
      const relation = path === undefined ? undefined : relationOf(path, type);
      if (path === undefined || relation === undefined) return expression;
      return resolved(expression, path, relation, lookUp);
    }
    case "lambda":
      return expression;
  }
}

type Relation = { readonly name: string; readonly related: Related; readonly rest: readonly string[] };

/** Undefined when the path is one of the list's own. */
function relationOf({ segments }: Path, type: Type): Relation | undefined {
  if (findProperty(type.indexed, segments.join("/")) !== undefined) return undefined;
  for (let length = segments.length - 1; length > 0; length--) {
    const name = findProperty(type.related ?? {}, segments.slice(0, length).join("/"));
    const related = name === undefined ? undefined : type.related?.[name];
    if (name !== undefined && related !== undefined) return { name, related, rest: segments.slice(length) };
  }
  return undefined;
}

type Atom = Extract<Expression, { kind: "compare" | "in" | "match" | "truth" }>;

async function resolved(
  atom: Atom,
  path: Path,
  { name, related, rest }: Relation,
  lookUp: LookUp,
): Promise<Expression> {
  const own = replaced(atom, path, { ...path, segments: rest });
  const condition = compileFilter(own, related.type);
  // What is true of null is true of every object that refers to nothing: then those are excluded of which it is false.
  const isTrueOfNull = holdsForNull(atom);
  const filter: Filter = isTrueOfNull ? { op: "not", filter: condition } : condition;
  const ids = await lookUp(related, { kind: related.kind, filter });
  if (ids === undefined)
    throw filterError(
      `More than ${RELATED_MAX} objects fulfil the condition on "${path.segments.join("/")}"${isTrueOfNull ? " or its opposite" : ""}: make it narrower, or filter by "${name}/id"`,
      path.position,
    );
  const values = ids.map(
    (id): Literal => ({ kind: "literal", type: "guid", value: id, position: path.position }),
  );
  const left: Path = { ...path, segments: [...name.split("/"), "id"] };
  const chosen: Expression = { kind: "in", left, values };
  return isTrueOfNull ? { kind: "not", operand: chosen } : chosen;
}

function operandsOf(atom: Atom): readonly Operand[] {
  switch (atom.kind) {
    case "compare":
      return [atom.left, atom.right];
    case "in":
      return [atom.left];
    case "match":
      return [atom.text, atom.part];
    case "truth":
      return [atom.operand];
  }
}

function pathsOf(atom: Atom): readonly Path[] {
  return operandsOf(atom).flatMap((operand) => innermost(operand));
}

function innermost(operand: Operand): readonly Path[] {
  if (operand.kind === "path") return [operand];
  return operand.kind === "literal" ? [] : innermost(operand.operand);
}

function replaced(atom: Atom, path: Path, by: Path): Atom {
  const inside = (operand: Operand): Operand => {
    if (operand === path) return by;
    return operand.kind === "path" || operand.kind === "literal"
      ? operand
      : { ...operand, operand: inside(operand.operand) };
  };
  switch (atom.kind) {
    case "compare":
      return { ...atom, left: inside(atom.left), right: inside(atom.right) };
    case "in":
      return { ...atom, left: inside(atom.left) };
    case "match":
      return { ...atom, text: inside(atom.text), part: inside(atom.part) };
    case "truth":
      return { ...atom, operand: inside(atom.operand) };
  }
}

function holdsForNull(atom: Atom): boolean {
  switch (atom.kind) {
    case "compare": {
      const isNull = operandsOf(atom).some((operand) => operand.kind === "literal" && operand.value === null);
      return isNull ? atom.operator === "eq" : atom.operator === "ne";
    }
    case "in":
      return atom.values.some(({ value }) => value === null);
    case "match":
    case "truth":
      return false;
  }
}
