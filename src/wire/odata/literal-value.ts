/** Reads a `$filter` literal as a value of a property's type: what clients may write is wide, what is compared is exact. */
import type { Scalar } from "../../application/ports/documents.js";
import { parseInstant } from "../../domain/time/instant.js";
import type { PropertyType } from "../entity-type.js";
import { isGuid } from "../guid.js";
import type { Literal } from "./expression.js";
import { filterError } from "./odata-error.js";
import { printOperand } from "./print-filter.js";

/** Throws an ODataError that names the property when the literal cannot be a value of it. */
export function literalValue(
  literal: Literal,
  type: Exclude<PropertyType, "complex">,
  property: string,
): Scalar {
  if (literal.type === "null") return null;
  const { value } = literal;
  if (typeof type === "object") {
    const member =
      typeof value === "string"
        ? type.oneOf.find((one) => one.toLowerCase() === value.toLowerCase())
        : undefined;
    if (member !== undefined) return member;
    throw wrong(literal, property, `one of ${type.oneOf.join(", ")}`);
  }
  switch (type) {
    case "string":
    case "duration":
      if (typeof value === "string") return value;
      throw wrong(literal, property, "a string in single quotes");
    case "guid":
      if (typeof value === "string" && isGuid(value)) return value.toLowerCase();
      throw wrong(literal, property, "a GUID");
    case "dateTime": {
      const instant = typeof value === "string" ? parseInstant(value) : undefined;
      if (instant !== undefined) return instant;
      throw wrong(literal, property, "a date and time such as 2026-11-22T19:25:45Z");
    }
    case "boolean":
      if (typeof value === "boolean") return value;
      if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
      throw wrong(literal, property, "true or false");
    case "int32": {
      const number = typeof value === "string" ? Number(value) : value;
      if (typeof number === "number" && Number.isFinite(number)) return number;
      throw wrong(literal, property, "a number");
    }
  }
}

function wrong(literal: Literal, property: string, wanted: string): Error {
  return filterError(
    `"${property}" is compared with ${printOperand(literal)}, which is not ${wanted}`,
    literal.position,
  );
}
