/** What a schema found wrong with a body, as a refusal that names every property. */
import type { z } from "zod";
import type { Refusal } from "../domain/errors.js";
import { isJsonObject } from "./json-object.js";
import { didYouMean } from "./odata/find-name.js";

/** More than a person can use; the rest is said to be there. */
const PROBLEMS_SHOWN_MAX = 20;

export function invalidModel(issues: readonly z.core.$ZodIssue[], body: unknown): Refusal {
  const problems = issues.map((issue) => problemOf(issue, body));
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
  const [first] = shown;
  const more = problems.length > shown.length ? ` And ${problems.length - shown.length} more.` : "";
  return {
    kind: "refused",
    code: "InvalidModel",
    message: `The model is invalid. ${shown.map(({ message }) => message).join(" ")}${more}`,
    ...(first === undefined ? {} : { target: first.target }),
    details: shown.map((problem) => ({ code: "InvalidModel", ...problem })),
  };
}

function problemOf(
  issue: z.core.$ZodIssue,
  body: unknown,
): { readonly target: string; readonly message: string } {
  // `kind` is what we call @odata.type.
  const path = issue.path.map((part) => (part === "kind" ? "@odata.type" : String(part)));
  const target = path.length === 0 ? "body" : path.join("/");
  const parent = valueAt(body, path.slice(0, -1));
  const name = path.at(-1) ?? "";
  const value =
    path.length === 0
      ? body
      : isJsonObject(parent) || Array.isArray(parent)
        ? valueAt(parent, [name])
        : undefined;
  if (value === undefined && issue.code === "invalid_type") {
    const near = isJsonObject(parent) ? didYouMean([name], nearest(Object.keys(parent), name)) : "";
    return { target, message: near === "" ? `"${target}" is missing.` : `"${target}" is missing.${near}` };
  }
  return { target, message: `"${target}" ${wordsOf(issue)}.` };
}

/** The written name that is most like the one that is missing. */
function nearest(names: readonly string[], name: string): string {
  return names.find((written) => didYouMean([name], written) !== "") ?? "";
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${NAMES[issue.expected] ?? `of type ${issue.expected}`}`;
    case "invalid_union":
      return "is of a kind that is not known here";
    case "custom":
    case "too_big":
    case "too_small":
    case "invalid_format":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "invalid_value":
      return issue.message;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "an array",
};

/** Follows the path, finding names in any case as the schemas do. */
function valueAt(body: unknown, path: readonly string[]): unknown {
  let value = body;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isJsonObject(value)) {
      const exact: unknown = Object.hasOwn(value, part) ? value[part] : undefined;
      const found = Object.entries(value).find(([name]) => name.toLowerCase() === part.toLowerCase());
      value = exact ?? found?.[1];
    } else return undefined;
  }
  return value;
}
