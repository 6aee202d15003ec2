/** Appends events to the audit ledger: in a gap-free order, each chained to the one before, and each only once. */
import type { AuditEntry, AuditHead } from "../../domain/audit-entry.js";
import { type AuditRecord, auditRecord } from "../../domain/audit-record.js";
import type { EntitlementEvent } from "../../domain/events.js";
import { AUDIT_CHAIN, hashOf, NO_HASH } from "../audit-chain.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Entries in one batch; with the end of the chain they stay under 100 operations. */
const ENTRIES_PER_BATCH = 90;

/** Lost races before giving up; the message then comes again. Each loss means that another writer has appended. */
const ATTEMPTS_MAX = 50;

export async function appendAuditEntries(ports: Ports, events: readonly EntitlementEvent[]): Promise<void> {
  const records = new Map<string, AuditRecord>();
  for (const event of events) {
    const record = auditRecord(event);
    if (record !== undefined) records.set(ports.ids.derive("auditEntry", event.id), record);
  }
  const all = [...records];
  for (let from = 0; from < all.length; from += ENTRIES_PER_BATCH)
    await append(ports, all.slice(from, from + ENTRIES_PER_BATCH));
}

type Named = readonly [id: string, record: AuditRecord];

async function append(ports: Ports, records: readonly Named[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const head = await ports.documents.get<AuditHead>("ledger", AUDIT_CHAIN, "head");
    const fresh = await notYetRecorded(ports, records);
    if (fresh.length === 0) return;
    const entries = await chained(fresh, head?.document);
    const last = entries.at(-1);
    if (last === undefined) return;
    const result = await ports.documents.batch("ledger", AUDIT_CHAIN, [
      ...entries.map((document): Operation => ({ op: "create", document })),
      writeHead(head, { kind: "auditHead", id: "head", sequence: last.sequence, hash: last.hash }),
    ]);
    if (result.kind === "written") return;
  }
  throw new Error(
    `The audit ledger was written by others at the same moment, ${ATTEMPTS_MAX} times in a row.`,
  );
}

/** The head was read before: an entry recorded after this look makes the batch lose, so none is recorded twice. */
async function notYetRecorded(ports: Ports, records: readonly Named[]): Promise<readonly Named[]> {
  const found = await Promise.all(records.map(([id]) => ports.documents.get("ledger", AUDIT_CHAIN, id)));
  return records.filter((_, index) => found[index] === undefined);
}

async function chained(
  records: readonly Named[],
  head: AuditHead | undefined,
): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let sequence = head?.sequence ?? 0;
  let previousHash = head?.hash ?? NO_HASH;
  for (const [id, record] of records) {
    sequence += 1;
    const entry: Omit<AuditEntry, "hash"> = { ...record, id, sequence, previousHash };
    const hash = await hashOf(entry);
    entries.push({ ...entry, hash });
    previousHash = hash;
  }
  return entries;
}

function writeHead(head: Stored<AuditHead> | undefined, document: AuditHead): Operation {
  return head === undefined ? { op: "create", document } : { op: "replace", document, ifMatch: head.etag };
}
