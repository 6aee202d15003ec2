/** One line of the audit ledger (Graph: directoryAudit), chained to the line before by its hash. */
import type { Json } from "./json.js";
import type { Instant } from "./time/instant.js";

/** Lives in partition `tenant` of `ledger`. */
export type AuditEntry = {
  readonly kind: "auditEntry";
  /** ids.derive("auditEntry", event id): an event is recorded once. */
  readonly id: string;
  /** 1, 2, 3 ... without gaps. */
  readonly sequence: number;
  /** Lower-case hex SHA-256 of the canonical JSON of this entry without `hash`. */
  readonly hash: string;
  /** The hash of the entry before; 64 zeros for the first. */
  readonly previousHash: string;
  readonly category: "EntitlementManagement";
  readonly activityDisplayName: string;
  /** Create, Update, Delete, Add, Remove, Approve ...: the kind of activity in one word. */
  readonly operationType: string;
  /** When it happened, which may be a little before it was recorded. */
  readonly activityDateTime: Instant;
  readonly result: "success" | "failure";
  readonly resultReason: string;
  readonly loggedByService: "Entitlement Management";
  readonly correlationId: string;
  readonly initiatedBy: AuditActor;
  readonly targetResources: readonly AuditTarget[];
  readonly additionalDetails: readonly { readonly key: string; readonly value: string }[];
  /** Object id of who did it, null for the system. Indexed. */
  readonly initiatedById: string | null;
  /** Ids of everything it concerns: the object and what it belongs to. Indexed. */
  readonly targetIds: readonly string[];
};

export type AuditActor = {
  readonly user: {
    readonly id: string | null;
    readonly displayName: string | null;
    readonly userPrincipalName: string | null;
  } | null;
  readonly app: { readonly servicePrincipalId: string | null; readonly displayName: string | null } | null;
};

export type AuditTarget = {
  readonly id: string;
  readonly type: string;
  readonly displayName: string | null;
  readonly modifiedProperties: readonly {
    readonly displayName: string;
    readonly oldValue: Json;
    readonly newValue: Json;
  }[];
};

/** The end of the chain; replaced with every append. Lives beside the entries, with id `head`. */
export type AuditHead = {
  readonly kind: "auditHead";
  readonly id: "head";
  readonly sequence: number;
  readonly hash: string;
};
