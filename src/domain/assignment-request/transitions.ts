/** Which states can a request go through, and by what? One table; every decision is checked against it in the tests. */
import type { RequestState, RequestType } from "./assignment-request.js";

type Transition = {
  /** null: a new request. */
  readonly from: RequestState | null;
  readonly to: RequestState;
  readonly when: string;
};

export const TRANSITIONS: readonly Transition[] = [
  { from: null, to: "submitted", when: "a valid request is posted" },
  { from: null, to: "delivering", when: "an assignment ends by itself (systemRemove)" },
  { from: "submitted", to: "submitted", when: "a custom extension is called, or lets it go on" },
  { from: "submitted", to: "denied", when: "a custom extension says no" },
  { from: "submitted", to: "pendingApproval", when: "approval is needed" },
  { from: "submitted", to: "scheduled", when: "no approval is needed and the start lies ahead" },
  { from: "submitted", to: "delivering", when: "no approval is needed and access can begin or end now" },
  {
    from: "submitted",
    to: "delivered",
    when: "an update needs no approval, or what was to be removed has ended already",
  },
  { from: "submitted", to: "deliveryFailed", when: "the access can no longer be given" },
  { from: "submitted", to: "canceled", when: "it is canceled" },
  {
    from: "pendingApproval",
    to: "pendingApproval",
    when: "a stage begins, escalates or says yes, or a custom extension is called",
  },
  {
    from: "pendingApproval",
    to: "denied",
    when: "an approver or a custom extension says no, or a stage runs out of time",
  },
  { from: "pendingApproval", to: "canceled", when: "it is canceled" },
  { from: "pendingApproval", to: "scheduled", when: "every stage has said yes and the start lies ahead" },
  { from: "pendingApproval", to: "delivering", when: "every stage has said yes" },
  { from: "pendingApproval", to: "delivered", when: "every stage has said yes to an update" },
  { from: "pendingApproval", to: "deliveryFailed", when: "the access can no longer be given" },
  { from: "scheduled", to: "delivering", when: "the start is reached" },
  {
    from: "scheduled",
    to: "deliveryFailed",
    when: "the start is reached and the access can no longer be given",
  },
  { from: "scheduled", to: "canceled", when: "it is canceled" },
  { from: "delivering", to: "delivered", when: "every role is in place (or gone)" },
  { from: "delivering", to: "partiallyDelivered", when: "some roles fail after several attempts" },
  {
    from: "delivering",
    to: "deliveryFailed",
    when: "no role can be delivered after several attempts, or the access was ended meanwhile",
  },
  { from: "partiallyDelivered", to: "delivering", when: "it is reprocessed" },
  { from: "deliveryFailed", to: "delivering", when: "it is reprocessed" },
  { from: "partiallyDelivered", to: "delivered", when: "a later attempt succeeds" },
  { from: "deliveryFailed", to: "delivered", when: "a later attempt succeeds" },
  { from: "deliveryFailed", to: "partiallyDelivered", when: "a later attempt succeeds in part" },
  { from: "deliveryFailed", to: "canceled", when: "it is canceled" },
];

export function isAllowedTransition(from: RequestState | null, to: RequestState): boolean {
  return TRANSITIONS.some((transition) => transition.from === from && transition.to === to);
}

/** Under way: nothing else may be asked for the same package and person meanwhile. */
export const OPEN_STATES: ReadonlySet<RequestState> = new Set([
  "submitted",
  "pendingApproval",
  "scheduled",
  "delivering",
]);

export function isOpen(state: RequestState): boolean {
  return OPEN_STATES.has(state);
}

export const REMOVAL_TYPES: ReadonlySet<RequestType> = new Set([
  "userRemove",
  "adminRemove",
  "systemRemove",
  "approverRemove",
]);

export function isRemoval(requestType: RequestType): boolean {
  return REMOVAL_TYPES.has(requestType);
}

const UPDATES: ReadonlySet<RequestType> = new Set(["userUpdate", "adminUpdate", "systemUpdate"]);

export function isUpdate(requestType: RequestType): boolean {
  return UPDATES.has(requestType);
}
