/**
 * Patterns of text questions, matched in time proportional to the answer whatever the pattern: no backtracking, so no policy can
 * make an answer hang the server. The common part of regular expressions is understood; the rest is refused when the policy is saved.
 */
import { PATTERN_LENGTH_MAX } from "../limits.js";
import { type PatternNode, parsePattern } from "./pattern-syntax.js";

export type Pattern = {
  /** Matching takes time in proportion to this and to the length of the text. */
  readonly steps: number;
  /** Does the whole text match? (spec/domain.md 5.4: full match.) */
  matches(text: string): boolean;
};

export type PatternProblem = { readonly problem: string };

/** More states than this come only from repetitions of repetitions. Of all questions of one policy together too: one request answers them all. */
export const STATES_MAX = 5_000;

/** One state of the machine: where it goes on a character, or where it goes without one. */
type State =
  | { readonly kind: "character"; readonly accepts: (code: number) => boolean; readonly to: number }
  | { readonly kind: "split"; readonly to: readonly number[] }
  | { readonly kind: "start"; readonly to: number }
  | { readonly kind: "end"; readonly to: number }
  | { readonly kind: "match" };

export function compilePattern(source: string): Pattern | PatternProblem {
  if (source.length > PATTERN_LENGTH_MAX)
    return { problem: `it is longer than ${PATTERN_LENGTH_MAX} characters` };
  const tree = parsePattern(source);
  if ("problem" in tree) return tree;
  const states: State[] = [{ kind: "match" }];
  const first = build(tree, 0, states);
  if (first === undefined) return { problem: `its repetitions come to more than ${STATES_MAX} steps` };
  return { steps: states.length, matches: (text) => run(states, first, text) };
}

/** Adds the states for a node that goes on to state `next`; gives its first state, or undefined when there are too many. */
function build(node: PatternNode, next: number, states: State[]): number | undefined {
  if (states.length > STATES_MAX) return undefined;
  switch (node.kind) {
    case "character":
      return states.push({ kind: "character", accepts: node.accepts, to: next }) - 1;
    case "start":
    case "end":
      return states.push({ kind: node.kind, to: next }) - 1;
    case "sequence":
      return node.parts.reduceRight<number | undefined>(
        (after, part) => (after === undefined ? undefined : build(part, after, states)),
        next,
      );
    case "choice": {
      const ways: number[] = [];
      for (const part of node.parts) {
        const way = build(part, next, states);
        if (way === undefined) return undefined;
        ways.push(way);
      }
      return states.push({ kind: "split", to: ways }) - 1;
    }
    case "repeat":
      return buildRepeat(node, next, states);
  }
}

function buildRepeat(
  node: Extract<PatternNode, { kind: "repeat" }>,
  next: number,
  states: State[],
): number | undefined {
  let after: number | undefined = next;
  if (node.max === null) {
    // The loop's own state is known before its body, so that the body can lead back to it.
    const loop: number = states.push({ kind: "split", to: [] }) - 1;
    const body: number | undefined = build(node.part, loop, states);
    if (body === undefined) return undefined;
    states[loop] = { kind: "split", to: [body, next] };
    after = loop;
  } else {
    for (let i = node.min; i < node.max && after !== undefined; i++) {
      const body: number | undefined = build(node.part, after, states);
      after = body === undefined ? undefined : states.push({ kind: "split", to: [body, next] }) - 1;
    }
  }
  for (let i = 0; i < node.min && after !== undefined; i++) after = build(node.part, after, states);
  return after;
}

/** All states at once, one step for each character. */
function run(states: readonly State[], first: number, text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const reach = reacher(states, codes.length);
  let current = reach([first], 0);
  for (const [index, code] of codes.entries()) {
    const stepped: number[] = [];
    for (const id of current) {
      const state = states[id];
      if (state?.kind === "character" && state.accepts(code)) stepped.push(state.to);
    }
    if (stepped.length === 0) return false;
    current = reach(stepped, index + 1);
  }
  return current.includes(0);
}

/** Gives every state that can be reached from others without a character. What was seen is marked by the turn, so that nothing is cleared. */
function reacher(
  states: readonly State[],
  length: number,
): (from: number[], position: number) => readonly number[] {
  const seen = new Uint32Array(states.length);
  let turn = 0;
  return (open, position) => {
    turn++;
    const reached: number[] = [];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen[id] === turn) continue;
      seen[id] = turn;
      reached.push(id);
      const state = states[id];
      if (state?.kind === "split") for (const to of state.to) open.push(to);
      else if (state?.kind === "start" && position === 0) open.push(state.to);
      else if (state?.kind === "end" && position === length) open.push(state.to);
    }
    return reached;
  };
}
