/** What every scene of the demo works with: who plays, where the server is, what is known so far, and how to tell it. */
import type { GraphCaller } from "./graph-caller.js";

/** The people of the story; each is somebody of the server's own directory. */
export const ROLES = ["administrator", "employee", "colleague", "manager", "ownerA", "ownerB"] as const;
export type Role = (typeof ROLES)[number];

export type Person = {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
};

export type Play = {
  readonly people: Readonly<Record<Role, Person>>;
  readonly callers: Readonly<Record<Role, GraphCaller>>;
  readonly time: PlayTime;
  /** Short and unique per run; part of every name and idempotency key. */
  readonly runId: string;
  /** Remembered across scenes, and across runs that share a step file. */
  readonly fact: (name: string) => string;
  readonly remember: (facts: Readonly<Record<string, string>>) => void;
  /** One sentence of the story. */
  readonly tell: (sentence: string) => void;
  /** One thing that was proven by asking the server. */
  readonly verified: (what: string) => void;
};

export type PlayTime = {
  readonly simulated: boolean;
  /** Resolves when the server has done everything that is due; on a real clock at once (ask again instead). */
  quiet(): Promise<void>;
  /** Some time between two scenes, as in life: only a simulated clock has it to spare; a real one goes on at once. */
  meanwhile(duration: string): Promise<void>;
  /** Lets time pass until the instant: moved on a simulated clock, waited for on a real one. */
  passUntil(instant: string, tell: (sentence: string) => void): Promise<void>;
};

export type Scene = {
  /** Stable: step files name the scenes that are done. */
  readonly name: string;
  readonly title: string;
  play(play: Play): Promise<void>;
};

/** A check that failed: printed as such, without a stack trace. */
export class NotVerified extends Error {
  override readonly name = "NotVerified";
}

export function verify(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new NotVerified(otherwise);
}

export const EM = "/identityGovernance/entitlementManagement";
