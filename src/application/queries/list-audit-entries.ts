/** The audit ledger (Graph: auditLogs/directoryAudits), newest first unless another order is asked for. */
import type { AuditEntry } from "../../domain/audit-entry.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";

export async function listAuditEntries(
  _ports: Ports,
  _call: Call,
  _input: ListQuery,
): Promise<Outcome<ListPage<AuditEntry>>> {
  throw new Error("listAuditEntries: body follows");
}
