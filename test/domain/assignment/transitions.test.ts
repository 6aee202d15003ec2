import { describe, expect, it } from "vitest";
import {
  ASSIGNMENT_TRANSITIONS,
  isAllowedAssignmentTransition,
} from "../../../src/domain/assignment/transitions.js";

const STATES = ["delivering", "partiallyDelivered", "delivered", "deliveryFailed", "expired"] as const;

describe("the states of an assignment", () => {
  it("begin with delivering and end with expired, which every other state can come to and nothing leaves", () => {
    expect(STATES.filter((to) => isAllowedAssignmentTransition(null, to))).toEqual(["delivering"]);
    expect(STATES.filter((to) => isAllowedAssignmentTransition("expired", to))).toEqual([]);
    expect(STATES.filter((from) => isAllowedAssignmentTransition(from, "expired"))).toEqual([
      "delivering",
      "partiallyDelivered",
      "delivered",
      "deliveryFailed",
    ]);
  });

  it("never go back from delivered, nor from a part to nothing: what is there is taken away by an end alone", () => {
    expect(STATES.filter((to) => isAllowedAssignmentTransition("delivered", to))).toEqual(["expired"]);
    expect(isAllowedAssignmentTransition("partiallyDelivered", "deliveryFailed")).toBe(false);
    expect(isAllowedAssignmentTransition("deliveryFailed", "partiallyDelivered")).toBe(true);
  });

  it("change as the table says, each row with its reason", () => {
    expect(ASSIGNMENT_TRANSITIONS.map(({ from, to, when }) => `${from ?? "new"} -> ${to}: ${when}`)).toEqual([
      "new -> delivering: a request for it enters delivering",
      "delivering -> delivered: every role is proven to be in place",
      "delivering -> partiallyDelivered: some roles fail after several attempts",
      "delivering -> deliveryFailed: every role fails after several attempts",
      "delivering -> expired: it ends or is removed",
      "delivered -> expired: it ends or is removed",
      "partiallyDelivered -> delivering: it is reprocessed",
      "partiallyDelivered -> delivered: a later attempt succeeds",
      "partiallyDelivered -> expired: it ends or is removed",
      "deliveryFailed -> delivering: it is reprocessed",
      "deliveryFailed -> partiallyDelivered: a later attempt succeeds in part",
      "deliveryFailed -> delivered: a later attempt succeeds",
      "deliveryFailed -> expired: it ends, is removed, or its request is canceled",
    ]);
  });
});
