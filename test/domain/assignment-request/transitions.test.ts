import { describe, expect, it } from "vitest";
import {
  isAllowedTransition,
  isOpen,
  isRemoval,
  isUpdate,
  TRANSITIONS,
} from "../../../src/domain/assignment-request/transitions.js";

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

  it("change in no other way than the table says", () => {
    const pairs = [null, ...STATES].flatMap((from) => STATES.map((to) => ({ from, to })));
    const allowed = pairs.filter(({ from, to }) => isAllowedTransition(from, to));
    expect(allowed).toHaveLength(TRANSITIONS.length);
    expect(isAllowedTransition("denied", "delivering")).toBe(false);
    expect(isAllowedTransition("submitted", "delivering")).toBe(true);
    expect(isAllowedTransition("pendingApproval", "submitted")).toBe(false);
  });

  it("are those of asking, of changing and of removing, whoever does it: person, administrator, approver or the system", () => {
    const types = ["userRemove", "adminRemove", "systemRemove", "approverRemove"] as const;
    expect(types.every(isRemoval)).toBe(true);
    const updates = ["userUpdate", "adminUpdate", "systemUpdate"] as const;
    expect(updates.every(isUpdate)).toBe(true);
    expect([...updates, "userAdd" as const].some(isRemoval)).toBe(false);
    expect([...types, "userAdd" as const].some(isUpdate)).toBe(false);
  });

  it("are each told once in the table", () => {
    const rows = TRANSITIONS.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(rows).size).toBe(rows.length);
  });
});
