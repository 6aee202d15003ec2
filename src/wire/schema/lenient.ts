/**
 * Reads bodies as real clients write them (spec/api.md 1.1): names in any case, names of older versions, `null` for "not given",
 * booleans and numbers as strings, enum members in any case. What comes out is exact; what cannot be read is named.
 */
import { z } from "zod";
import { type Duration, parseDuration } from "../../domain/time/duration.js";
import { type Instant, parseInstant } from "../../domain/time/instant.js";
import { isGuid } from "../guid.js";
import { isJsonObject, type JsonObject } from "../json-object.js";

/** Other names of a property -> the property. */
export type Aliases = Readonly<Record<string, string>>;

/**
 * An object whose property names may be written in any case, by an older name, or as a reference (`catalog@odata.bind`). Unknown properties
 * are ignored.
 */
export function object<S extends z.ZodRawShape>(
  shape: S,
  aliases: Aliases = {},
): z.ZodType<z.output<z.ZodObject<S>>> {
  const names = new Map<string, string>();
  for (const [alias, name] of Object.entries(aliases)) names.set(alias.toLowerCase(), name);
  for (const name of Object.keys(shape)) names.set(name.toLowerCase(), name);
  return z.preprocess((value) => renamed(value, names), z.object(shape));
}

const BIND = "@odata.bind";
const ADDRESS = /(?:\/|\(')([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:'\))?\/?$/i;

/** What an address refers to, as `{ id }`: `https://…/catalogs/{id}`, `catalogs('{id}')`. Another text is refused for the id it is not. */
function boundTo(address: unknown): unknown {
  return typeof address === "string" ? { id: ADDRESS.exec(address.slice(-2_048))?.[1] ?? address } : address;
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isJsonObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [written, content] of Object.entries(value)) {
    const folded = written.toLowerCase();
    const name = names.get(folded);
    if (name === undefined) {
      const bound = folded.endsWith(BIND) ? names.get(folded.slice(0, -BIND.length)) : undefined;
      if (bound !== undefined && !Object.hasOwn(result, bound)) result[bound] = boundTo(content);
      continue;
    }
    // The exact name wins over an alias or another spelling of it.
    if (written === name || !Object.hasOwn(result, name)) result[name] = content;
  }
  return result;
}

/**
 * Refuses names of an older version that would be ignored like any unknown one, where that would do harm unseen. `names`: the older name ->
 * today's. Null says nothing, so it is let through.
 */
export function without<T>(names: Readonly<Record<string, string>>, schema: z.ZodType<T>): z.ZodType<T> {
  const today = new Map(Object.entries(names).map(([older, name]) => [older.toLowerCase(), name]));
  return z.preprocess((value, context) => {
    if (!isJsonObject(value)) return value;
    for (const [written, content] of Object.entries(value)) {
      const name = today.get(written.toLowerCase());
      if (name !== undefined && content !== null)
        context.addIssue({
          code: "custom",
          path: [written],
          message: `is the name of another version of the API; this one calls it "${name}"`,
        });
    }
    return value;
  }, schema);
}

/** The value, or `fallback` when it is absent or null. */
export function optional<T, const F>(schema: z.ZodType<T>, fallback: F): z.ZodType<T | F> {
  return schema.nullish().transform((value) => value ?? fallback);
}

/** Absent stays absent (undefined), for changes of part of an object; null is read as absent. */
export function maybe<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** Absent stays absent; null is a value: "none". */
export function maybeNull<T>(schema: z.ZodType<T>): z.ZodType<T | null | undefined> {
  return schema.nullish();
}

/** A text of 1 to `max` characters, without spaces around it. */
export function name(max: number): z.ZodType<string> {
  return z
    .string()
    .transform((text) => text.trim())
    .pipe(z.string().min(1, "must not be empty").max(max, `must be at most ${max} characters long`));
}

export function text(max: number): z.ZodType<string> {
  return z.string().max(max, `must be at most ${max} characters long`);
}

export const bool: z.ZodType<boolean> = z.preprocess((value) => {
  if (typeof value !== "string") return value;
  const folded = value.toLowerCase();
  return folded === "true" ? true : folded === "false" ? false : value;
}, z.boolean());

export function integer(min: number, max: number): z.ZodType<number> {
  const number = z
    .number()
    .int("must be a whole number")
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);
  return z.preprocess(
    (value) => (typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
    number,
  );
}

export function oneOf<const M extends string>(members: readonly M[]): z.ZodType<M> {
  return z.string().transform((written, context) => {
    const folded = written.toLowerCase();
    const member = members.find((one) => one.toLowerCase() === folded);
    if (member !== undefined) return member;
    context.addIssue({
      code: "custom",
      message: `must be one of ${members.join(", ")}; got "${shown(written)}"`,
    });
    return z.NEVER;
  });
}

export const guid: z.ZodType<string> = z.string().transform((written, context) => {
  if (isGuid(written)) return written.toLowerCase();
  context.addIssue({ code: "custom", message: `must be a GUID; got "${shown(written)}"` });
  return z.NEVER;
});

export const instant: z.ZodType<Instant> = z.string().transform((written, context) => {
  const read = written.length <= 40 ? parseInstant(written) : undefined;
  if (read !== undefined) return read;
  context.addIssue({
    code: "custom",
    message: `must be a date and time such as 2026-11-22T19:25:45Z; got "${shown(written)}"`,
  });
  return z.NEVER;
});

export const duration: z.ZodType<Duration> = z.string().transform((written, context) => {
  const read = written.length <= 60 ? parseDuration(written) : undefined;
  if (read !== undefined) return read;
  context.addIssue({
    code: "custom",
    message: `must be a duration such as P14D or PT8H; got "${shown(written)}"`,
  });
  return z.NEVER;
});

export function listOf<T>(item: z.ZodType<T>, max: number): z.ZodType<readonly T[]> {
  return z.array(item).max(max, `must have at most ${max} elements`);
}

/** The type in `@odata.type`, with or without `#` and namespace, in any case; null when there is none. */
export function typeNameOf(value: unknown): string | null {
  if (!isJsonObject(value)) return null;
  const written = value["@odata.type"] ?? value["@odata.Type"];
  return typeof written === "string" ? (written.split(".").at(-1) ?? null) : null;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Any object; what is in it is read later. */
export const anyObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
