/** Reads the simple OData options: whole numbers, true and false, lists of names. */
import { ODataError } from "./odata-error.js";

const NAME = /^[\w@.]+(\/[\w@.]+)*$/;
const NAMES_MAX = 100;

export function readInteger(
  text: string | undefined,
  option: string,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new ODataError(
    "BadRequest",
    `${option} is a whole number from ${min} to ${max}; got "${text.slice(0, 40)}".`,
    option,
  );
}

export function readBoolean(text: string | undefined, option: string): boolean | undefined {
  if (text === undefined) return undefined;
  const folded = text.trim().toLowerCase();
  if (folded === "true" || folded === "false") return folded === "true";
  throw new ODataError("BadRequest", `${option} is true or false; got "${text.slice(0, 40)}".`, option);
}

export function readNames(text: string, option: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length > NAMES_MAX)
    throw new ODataError("BadRequest", `${option} takes at most ${NAMES_MAX} names.`, option);
  for (const name of names) {
    if (!NAME.test(name))
      throw new ODataError(
        "BadRequest",
        `${option} is a list of property names; "${name.slice(0, 60)}" is none.`,
        option,
      );
  }
  return names;
}
