/** Lists about "me" need a person: an application has no requests, approvals or access of its own to list. */
import type { Caller } from "../../domain/authorization/caller.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";

export type SignedIn = Extract<Caller, { kind: "user" }>;

export function signedIn({ caller }: Call): SignedIn | Refusal {
  return caller.kind === "user"
    ? caller
    : refused(
        "Forbidden",
        "filterByCurrentUser is for signed-in people; list the collection itself instead.",
      );
}
