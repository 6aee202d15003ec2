/** A cookie in the worker protocol's form (each attribute wrapped as `{ value }`) as a Set-Cookie header: RFC 6265. */
import { isRecord } from "../json-file.js";

const SAME_SITE: Readonly<Record<string, string>> = { lax: "Lax", strict: "Strict", explicitNone: "None" };

/** Throws when name, path or domain hold what would break out of the header. The value is percent-encoded. */
export function serializeCookie(cookie: unknown): string {
  if (!isRecord(cookie)) throw new TypeError("A cookie of the response is not an object.");
  const name = textOf(cookie["name"]);
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) throw new TypeError(`A cookie cannot have the name "${name}".`);
  let header = `${name}=${encodeURIComponent(textOf(cookie["value"]))}`;
  const maxAge = unwrap(cookie["maxAge"]);
  if (typeof maxAge === "number") header += `; Max-Age=${Math.floor(maxAge)}`;
  for (const attribute of ["domain", "path"] as const) {
    const value = unwrap(cookie[attribute]);
    if (typeof value !== "string" || value === "") continue;
    if (!/^[\x20-\x3a\x3c-\x7e]*$/.test(value))
      throw new TypeError(`The cookie "${name}" has a ${attribute} that no header can hold.`);
    header += `; ${attribute === "path" ? "Path" : "Domain"}=${value}`;
  }
  const expires = unwrap(cookie["expires"]);
  if (isRecord(expires) && typeof expires["seconds"] === "number")
    header += `; Expires=${new Date(expires["seconds"] * 1000).toUTCString()}`;
  if (unwrap(cookie["httpOnly"]) === true) header += "; HttpOnly";
  if (unwrap(cookie["secure"]) === true) header += "; Secure";
  const sameSite = SAME_SITE[textOf(cookie["sameSite"])];
  return sameSite === undefined ? header : `${header}; SameSite=${sameSite}`;
}

function unwrap(attribute: unknown): unknown {
  return isRecord(attribute) ? attribute["value"] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
