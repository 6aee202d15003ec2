/** Reads what filterByCurrentUser is asked for: `on='target'`, in any case. */
import { done, type Outcome, refused } from "../domain/errors.js";

export function currentUserOption<const O extends string>(
  written: string | undefined,
  options: readonly O[],
): Outcome<O> {
  const folded = (written ?? "").toLowerCase();
  const option = options.find((one) => one.toLowerCase() === folded);
  if (option !== undefined) return done(option);
  return refused(
    "BadRequest",
    `filterByCurrentUser takes on='…' with one of ${options.join(", ")}; got "${(written ?? "").slice(0, 60)}".`,
    "on",
  );
}
