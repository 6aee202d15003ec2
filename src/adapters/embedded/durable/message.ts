/** What can be sent to an orchestration, and how a message waits for its turn. */
import type { Arrival, ExecutionRef } from "./history.js";

export type Control = { readonly kind: "terminate" | "suspend" | "resume"; readonly reason: string };

export type Message =
  /** `to`: only this execution may hear it. */
  { readonly kind: "arrival"; readonly arrival: Arrival; readonly to?: ExecutionRef } | Control;

/** Whoever sent the message and waits until it cannot be lost any more. */
type Sender = { readonly accepted: () => void; readonly lost: (error: unknown) => void };

/** A message on its way into an episode. */
export type Delivery = {
  readonly message: Message;
  /** Its row in the inbox, once it has one. */
  number?: number;
  /** Told once, then removed. */
  sender?: Sender;
};
