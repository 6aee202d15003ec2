/** What the host writes beside a stored step, to find its place among the SDK's numbers again. */
import type { SdkRetryOptions } from "./sdk-protocol.js";

export type StepNote = {
  /** Of a step that may be tried again. */
  readonly retry?: SdkRetryOptions;
  /** callHttp that follows 202 answers. */
  readonly poll?: true;
  /** When the orchestrator's timer is due, milliseconds since 1970: a long one is made of several. */
  readonly finalAt?: number;
  /** The yielded step to which this one belongs; absent on a yielded step itself. */
  readonly origin?: number;
  /** Of a timer that belongs to another step: what comes after it. */
  readonly before?: "retry" | "poll";
  /** Of a timer before a poll: the number that the SDK has set aside for the poll, and where it asks. */
  readonly then?: number;
  readonly location?: string;
  /** Of a sub-orchestration that was given no instance id: each attempt gets a fresh one. */
  readonly freshId?: true;
};

/** The note of a stored step; only the host writes them. */
export function noteOf(step: { readonly note?: unknown }): StepNote {
  return (step.note ?? NO_NOTE) as StepNote;
}

const NO_NOTE: StepNote = {};
