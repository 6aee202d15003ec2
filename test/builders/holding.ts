/** Somebody who has the access until 30 June 2027, and the parts of what they may say about it. */
import type { ExpirationPattern } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { Asked, SubmissionFacts } from "../../src/domain/assignment-request/submission.js";
import type { Instant } from "../../src/domain/time/instant.js";
import { access, anAssignment } from "./access.js";
import { at, lasting } from "./instants.js";

export const ENDS = at("2027-06-30");
export const mine = anAssignment({ endDateTime: ENDS });
export const said = (questionId: string, value: string) => ({ questionId, value, displayValue: null });
export const until = (text: string): ExpirationPattern => ({ type: "afterDateTime", endDateTime: at(text) });
export const lastingFor = (text: string): ExpirationPattern => ({
  type: "afterDuration",
  duration: lasting(text),
});
export const NOTHING: ExpirationPattern = { type: "notSpecified" };
export const scheduled = (
  expiration: ExpirationPattern,
  startDateTime: Instant | null = null,
): Partial<Asked> => ({
  schedule: { startDateTime, expiration },
});

/** With access that ends, under the policy or policies given. */
export function having(
  policies: SubmissionFacts["policies"],
  assignment = mine,
  says: Partial<SubmissionFacts> = {},
): Partial<SubmissionFacts> {
  return { policies, assignment, access: access({ assignments: [assignment] }), ...says };
}
