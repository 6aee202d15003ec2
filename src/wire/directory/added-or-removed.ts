/** Graph refuses to add a reference that is there, and to remove one that is not. */
import { done, type Outcome, refused } from "../../domain/errors.js";

export function addedOr(outcome: Outcome<"added" | "already">): Outcome<undefined> {
  if (outcome.kind === "refused") return outcome;
  return outcome.value === "added"
    ? done(undefined)
    : refused("BadRequest", "One or more added object references already exist.");
}

/** `what` names the reference: "Member 1234-…". */
export function removedOr(outcome: Outcome<boolean>, what: string): Outcome<undefined> {
  if (outcome.kind === "refused") return outcome;
  return outcome.value
    ? done(undefined)
    : refused("Request_ResourceNotFound", `${what} is not there to be removed.`);
}
