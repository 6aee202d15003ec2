import { describe, expect, it } from "vitest";
import { isOpen, TRANSITIONS } from "../../../src/domain/assignment-request/transitions.js";

const STATES = [...new Set(TRANSITIONS.map(({ to }) => to))];

function reachableFrom(start: (typeof TRANSITIONS)[number]["from"]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  while (open.length > 0) {
    const from = open.pop() ?? null;
    for (const { to } of TRANSITIONS.filter((transition) => transition.from === from))
      if (!reached.has(to)) {
        reached.add(to);
        open.push(to);
      }
  }
  return reached;
}

describe("the states of a request", () => {
  it("end with delivered, denied and canceled: nothing leads out of them", () => {
    const final = STATES.filter((state) => !TRANSITIONS.some(({ from }) => from === state));
    expect(final.toSorted()).toEqual(["canceled", "delivered", "denied"]);
  });

  it("can all be reached, and an open one can always still come to an end", () => {
    expect(reachableFrom(null)).toEqual(new Set(STATES));
    for (const state of STATES.filter(isOpen))
      expect(
        [...reachableFrom(state)].filter((to) => !STATES.some((other) => other === to && isOpen(other))),
      ).not.toEqual([]);
  });

  it("lead to access only past the approval: from pending nothing gives access but every stage's yes", () => {
    const giving = TRANSITIONS.filter(
      ({ from, to }) => from === "pendingApproval" && /^(delivering|delivered|scheduled)$/.test(to),
    );
    expect(giving.every(({ when }) => when.startsWith("every stage has said yes"))).toBe(true);
  });

  it("are each told once in the table", () => {
    const rows = TRANSITIONS.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(rows).size).toBe(rows.length);
  });
});
