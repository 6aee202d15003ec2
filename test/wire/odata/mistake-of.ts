/** Whether reading fails only as it may: with the error that becomes a 400. */
import { ODataError } from "../../../src/wire/odata/odata-error.js";

export function mistakeOf(read: () => unknown): string {
  try {
    read();
    return "the client's or none";
  } catch (error) {
    return error instanceof ODataError ? "the client's or none" : `a bug: ${String(error)}`;
  }
}
