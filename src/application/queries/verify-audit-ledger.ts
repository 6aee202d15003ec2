/** Reads the audit ledger from its beginning and checks that nothing was changed, removed or put in between. */
import type { AuditEntry, AuditHead } from "../../domain/audit-entry.js";
import { AUDIT_CHAIN, hashOf, NO_HASH } from "../audit-chain.js";
import type { Ports } from "../ports/ports.js";

export type LedgerVerdict =
  | { readonly kind: "intact"; readonly entries: number }
  /** `sequence`: the first entry at which the chain does not hold. */
  | { readonly kind: "broken"; readonly sequence: number; readonly because: string };

const PAGE = 500;

export async function verifyAuditLedger(ports: Ports): Promise<LedgerVerdict> {
  const head = await ports.documents.get<AuditHead>("ledger", AUDIT_CHAIN, "head");
  const end = head?.document.sequence ?? 0;
  let expected = 1;
  let previousHash = NO_HASH;
  while (expected <= end) {
    const page = await ports.documents.query<AuditEntry>({
      container: "ledger",
      kind: "auditEntry",
      partition: AUDIT_CHAIN,
      filter: { op: "ge", path: "sequence", value: expected },
      orderBy: [{ path: "sequence", direction: "asc" }],
      top: PAGE,
    });
    if (page.items.length === 0) return broken(expected, "the entry is missing");
    for (const { document } of page.items) {
      const { hash, ...entry } = document;
      if (document.sequence !== expected) return broken(expected, "the entry is missing");
      if (document.previousHash !== previousHash)
        return broken(expected, "it does not follow the entry before");
      if ((await hashOf(entry)) !== hash) return broken(expected, "its content was changed");
      previousHash = hash;
      if (expected === end)
        return hash === head?.document.hash
          ? { kind: "intact", entries: end }
          : broken(expected, "it is not the end of the chain");
      expected += 1;
    }
  }
  return { kind: "intact", entries: end };
}

function broken(sequence: number, because: string): LedgerVerdict {
  return { kind: "broken", sequence, because };
}
