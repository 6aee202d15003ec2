/** The audit ledger (Graph: auditLogs/directoryAudits), newest first unless another order is asked for. */
import type { AuditEntry } from "../../domain/audit-entry.js";
import { done, type Outcome } from "../../domain/errors.js";
import { AUDIT_CHAIN } from "../audit-chain.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

export async function listAuditEntries(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<AuditEntry>>> {
  const forbidden = await authorize(ports, call.caller, "readAudit", null);
  if (forbidden !== undefined) return forbidden;
  const newestFirst = { orderBy: [{ path: "sequence", direction: "desc" }] } as const;
  const source = { container: "ledger", kind: "auditEntry", partition: AUDIT_CHAIN } as const;
  return done(await readList(ports, source, { ...newestFirst, ...query }));
}
