/** Which states can an assignment go through, and by what? One table; every write of the tests is checked against it. */
import type { Assignment } from "./assignment.js";

type State = Assignment["state"];

type Transition = {
  /** null: a new assignment. */
  readonly from: State | null;
  readonly to: State;
  readonly when: string;
};

export const ASSIGNMENT_TRANSITIONS: readonly Transition[] = [
  { from: null, to: "delivering", when: "a request for it enters delivering" },
  { from: "delivering", to: "delivered", when: "every role is proven to be in place" },
  { from: "delivering", to: "partiallyDelivered", when: "some roles fail after several attempts" },
  { from: "delivering", to: "deliveryFailed", when: "every role fails after several attempts" },
  { from: "delivering", to: "expired", when: "it ends or is removed" },
  { from: "delivered", to: "expired", when: "it ends or is removed" },
  { from: "partiallyDelivered", to: "delivering", when: "it is reprocessed" },
  { from: "partiallyDelivered", to: "delivered", when: "a later attempt succeeds" },
  { from: "partiallyDelivered", to: "expired", when: "it ends or is removed" },
  { from: "deliveryFailed", to: "delivering", when: "it is reprocessed" },
  { from: "deliveryFailed", to: "partiallyDelivered", when: "a later attempt succeeds in part" },
  { from: "deliveryFailed", to: "delivered", when: "a later attempt succeeds" },
  { from: "deliveryFailed", to: "expired", when: "it ends, is removed, or its request is canceled" },
];

export function isAllowedAssignmentTransition(from: State | null, to: State): boolean {
  return ASSIGNMENT_TRANSITIONS.some((transition) => transition.from === from && transition.to === to);
}
