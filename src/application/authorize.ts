/** Asks the permission table about a caller: loads the caller's roles and lets the pure table decide. */
import type { Action } from "../domain/authorization/action.js";
import type { Caller } from "../domain/authorization/caller.js";
import type { Refusal } from "../domain/errors.js";
import { refused } from "../domain/errors.js";
import type { Ports } from "./ports/ports.js";

/**
 * Undefined when a row of the table allows it; otherwise the refusal, saying which role or permission is missing and who could give it.
 * `catalogId` null asks for the tenant as a whole.
 */
export async function authorize(
  _ports: Ports,
  _caller: Caller | { readonly kind: "system" },
  _action: Action,
  _catalogId: string | null,
): Promise<Refusal | undefined> {
  return refused("Forbidden", "The permission table is not in place yet.");
}

/** The catalogs in which the caller may do the action: all of them, or these. For lists. */
export async function catalogsWhere(
  _ports: Ports,
  _caller: Caller | { readonly kind: "system" },
  _action: Action,
): Promise<"all" | readonly string[]> {
  return [];
}
