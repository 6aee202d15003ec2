/** How a command ends when it cannot do its work; both are printed as one line, without a stack trace. */

/** What was typed cannot be meant: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** It was typed rightly and does not work: exit code 1. */
export class CommandFailedError extends Error {
  override readonly name = "CommandFailedError";
}
