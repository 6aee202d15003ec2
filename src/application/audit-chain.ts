/** The hash of an audit entry: SHA-256 over its canonical JSON, the hash of the entry before included, so that nothing can be changed, removed or put in between unseen. */
import type { AuditEntry } from "../domain/audit-entry.js";
import { canonicalJson } from "../domain/canonical-json.js";

/** Where the ledger lives. */
export const AUDIT_CHAIN = "tenant";

/** What the first entry has for the hash of the one before. */
export const NO_HASH = "0".repeat(64);

export async function hashOf(entry: Omit<AuditEntry, "hash">): Promise<string> {
  const text = new TextEncoder().encode(canonicalJson(entry));
  const digest = await crypto.subtle.digest("SHA-256", text);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
