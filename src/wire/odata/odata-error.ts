/** The one error that reading OData options throws: always the client's mistake, with the place where it is. Becomes a 400. */
import type { ErrorCode } from "../../domain/errors.js";

export class ODataError extends Error {
  override readonly name = "ODataError";
  readonly code: ErrorCode;
  /** The option or property that was wrong. */
  readonly target: string;

  constructor(code: ErrorCode, message: string, target: string) {
    super(message);
    this.code = code;
    this.target = target;
  }
}

/** A mistake in `$filter`. Positions in the message count from 1, as people do. */
export function filterError(message: string, position?: number): ODataError {
  const place = position === undefined ? "" : ` (at character ${position + 1} of $filter)`;
  return new ODataError("InvalidFilter", `${message}${place}.`, "$filter");
}
