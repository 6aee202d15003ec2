/** ASP.NET route templates, as `route` of an httpTrigger holds them: `orders/{id:int}/{*rest}`. */
import { HostError } from "../binding-service.js";
import { type Constraint, parseConstraint } from "./route-constraint.js";

export type RouteParams = Record<string, string>;

type Parameter = {
  readonly name: string;
  readonly optional: boolean;
  readonly catchAll: boolean;
  readonly standard: string | undefined;
  readonly constraints: readonly Constraint[];
  /** As written, to tell two templates of one shape. */
  readonly constraintText: string;
};

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly parameter: Parameter }
  /** Texts and parameters in one segment: `{name}.{ext?}`. */
  | { readonly kind: "mixed"; readonly pattern: RegExp; readonly parameters: readonly Parameter[] };

export type RouteTemplate = {
  readonly text: string;
  /** All literal: the path in lower case, without slashes at the ends. */
  readonly literalPath: string | undefined;
  /** One digit per segment, the most specific first when compared as text (ASP.NET RoutePrecedence). */
  readonly precedence: string;
  /** Equal for two templates that match the same paths at the same precedence. */
  readonly shape: string;
  /** The parameters when the segments of a path (decoded) fit, else undefined. */
  match(path: readonly string[]): RouteParams | undefined;
};

/** Throws a HostError that quotes the template. */
export function parseRouteTemplate(template: string): RouteTemplate {
  const segments = splitSegments(template).map((pieces) => toSegment(pieces, template));
  const names = segments.flatMap(parametersOf).map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new HostError(`The route "${template}" has the parameter "${twice}" twice.`);
  const catchAllAt = segments.findIndex((segment) =>
    parametersOf(segment).some((parameter) => parameter.catchAll),
  );
  if (catchAllAt >= 0 && catchAllAt < segments.length - 1)
    throw new HostError(`The route "${template}" has a catch-all parameter that is not its last segment.`);
  return {
    text: template,
    literalPath: segments.every((segment) => segment.kind === "literal")
      ? segments.map((segment) => segment.text).join("/")
      : undefined,
    precedence: segments.map(digit).join(""),
    shape: segments.map(shape).join("/"),
    match: (path) => matchSegments(segments, path),
  };
}

type Piece = { readonly literal: string } | { readonly parameter: string };

/** Doubled braces are braces of the text; slashes inside a parameter belong to its constraints. */
function splitSegments(template: string): Piece[][] {
  const segments: Piece[][] = [];
  let pieces: Piece[] = [];
  let literal = "";
  const endLiteral = (): void => {
    if (literal !== "") pieces.push({ literal });
    literal = "";
  };
  const text = template.replace(/^\/|\/$/g, "");
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (character === "/") {
      endLiteral();
      segments.push(pieces);
      pieces = [];
    } else if ((character === "{" || character === "}") && text.charAt(i + 1) === character) {
      literal += character;
      i += 1;
    } else if (character === "{") {
      endLiteral();
      const [inside, end] = readParameter(text, i + 1, template);
      pieces.push({ parameter: inside });
      i = end;
    } else if (character === "}") throw new HostError(`The route "${template}" has a "}" without a "{".`);
    else literal += character;
  }
  endLiteral();
  if (text !== "") segments.push(pieces);
  if (segments.some((segment) => segment.length === 0))
    throw new HostError(`The route "${template}" has an empty segment.`);
  return segments;
}

/** The text up to the closing brace, and where that stands. */
function readParameter(text: string, from: number, template: string): [string, number] {
  let inside = "";
  for (let i = from; i < text.length; i += 1) {
    const character = text.charAt(i);
    const doubled = text.charAt(i + 1) === character;
    if (character === "}" && !doubled) return [inside, i];
    if ((character === "{" || character === "}") && doubled) i += 1;
    inside += character;
  }
  throw new HostError(`The route "${template}" has a "{" without a "}".`);
}

const PARAMETER =
  /^(\*{0,2})([A-Za-z_]\w*)((?::(?:[^:=?(]|\((?:[^()\\]|\\.|\([^()]*\))*\))+)*)(?:=([^?]*))?(\?)?$/;

function parseParameter(text: string, template: string): Parameter {
  const match = PARAMETER.exec(text);
  if (match === null)
    throw new HostError(`The route "${template}" has a parameter "{${text}}" that cannot be read.`);
  const [, stars = "", name = "", constraintText = "", standard, question] = match;
  const constraints = constraintText.match(/:(?:[^:(]|\((?:[^()\\]|\\.|\([^()]*\))*\))+/g) ?? [];
  return {
    name,
    optional: question === "?",
    catchAll: stars !== "",
    standard,
    constraints: constraints.map((constraint) => parseConstraint(constraint.slice(1), template)),
    constraintText,
  };
}

function toSegment(pieces: readonly Piece[], template: string): Segment {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined)
    return "literal" in first
      ? { kind: "literal", text: first.literal.toLowerCase() }
      : { kind: "parameter", parameter: parseParameter(first.parameter, template) };
  return mixedSegment(pieces, template);
}

function mixedSegment(pieces: readonly Piece[], template: string): Segment {
  const parameters: Parameter[] = [];
  let pattern = "";
  for (const piece of pieces) {
    if ("literal" in piece) {
      pattern += piece.literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      continue;
    }
    const parameter = parseParameter(piece.parameter, template);
    parameters.push(parameter);
    if (parameter.catchAll)
      throw new HostError(`The route "${template}" has a catch-all parameter beside text.`);
    if (!parameter.optional) pattern += "(.+)";
    // Only `.{ext?}` at the end may be missing, and the dot with it.
    else if (pattern.endsWith("\\."))
      pattern = `${pattern.slice(0, -2).replace(/\(\.\+\)$/, "(.+?)")}(?:\\.([^.]+))?`;
    else
      throw new HostError(
        `The route "${template}" has an optional parameter beside text; only ".{name?}" may be so.`,
      );
  }
  return { kind: "mixed", pattern: new RegExp(`^${pattern}$`, "i"), parameters };
}

function parametersOf(segment: Segment): readonly Parameter[] {
  switch (segment.kind) {
    case "literal":
      return [];
    case "parameter":
      return [segment.parameter];
    case "mixed":
      return segment.parameters;
  }
}

function digit(segment: Segment): string {
  switch (segment.kind) {
    case "literal":
      return "1";
    case "mixed":
      return "2";
    case "parameter": {
      const constrained = segment.parameter.constraints.length > 0;
      if (segment.parameter.catchAll) return constrained ? "4" : "5";
      return constrained ? "2" : "3";
    }
  }
}

function shape(segment: Segment): string {
  switch (segment.kind) {
    case "literal":
      return segment.text;
    case "mixed":
      return segment.pattern.source;
    case "parameter": {
      const { catchAll, optional, constraintText } = segment.parameter;
      return `{${catchAll ? "*" : ""}${constraintText}${optional ? "?" : ""}}`;
    }
  }
}

function matchSegments(segments: readonly Segment[], path: readonly string[]): RouteParams | undefined {
  const params: RouteParams = {};
  for (const [index, segment] of segments.entries()) {
    const text = path[index];
    if (segment.kind === "parameter") {
      const { parameter } = segment;
      const rest = parameter.catchAll ? path.slice(index).join("/") : text;
      if (!take(parameter, rest, params)) return undefined;
      if (parameter.catchAll) return params;
    } else if (text === undefined) return undefined;
    else if (segment.kind === "literal") {
      if (text.toLowerCase() !== segment.text) return undefined;
    } else {
      const match = segment.pattern.exec(text);
      if (match === null) return undefined;
      for (const [at, parameter] of segment.parameters.entries())
        if (!take(parameter, match[at + 1], params)) return undefined;
    }
  }
  return path.length <= segments.length ? params : undefined;
}

/** Whether the parameter accepts the text; a missing one takes its default, or stays away when it may. */
function take(parameter: Parameter, text: string | undefined, params: RouteParams): boolean {
  const value = text === undefined || text === "" ? parameter.standard : text;
  if (value === undefined) return parameter.optional || parameter.catchAll;
  if (!parameter.constraints.every((accepts) => accepts(value))) return false;
  params[parameter.name] = value;
  return true;
}
