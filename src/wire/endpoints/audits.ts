/** The audit log of entitlement management. */
import { listAuditEntries } from "../../application/queries/list-audit-entries.js";
import type { Endpoint } from "../endpoint.js";
import { directoryAuditType } from "../graph-types.js";
import { list } from "../rows.js";

export const AUDIT_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: "/auditLogs/directoryAudits",
    permission: { delegated: ["AuditLog.Read.All"], application: ["AuditLog.Read.All"] },
    action: "readAudit",
    type: directoryAuditType,
    query: ({ ports, call }, query) => listAuditEntries(ports, call, query),
  }),
];
