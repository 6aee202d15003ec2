/** directoryAudit on the wire, with the entry's place in the hash chain beside Graph's properties. */
import type { AuditEntry } from "../../domain/audit-entry.js";
import type { Json } from "../../domain/json.js";
import type { Shape } from "../entity-type.js";

export const directoryAuditShape = {
  name: "directoryAudit",
  properties: {
    id: "guid",
    category: "string",
    correlationId: "string",
    result: { oneOf: ["success", "failure"] },
    resultReason: "string",
    activityDisplayName: "string",
    activityDateTime: "dateTime",
    loggedByService: "string",
    operationType: "string",
    initiatedBy: "complex",
    targetResources: "complex",
    additionalDetails: "complex",
    sequence: "int32",
    hash: "string",
    previousHash: "string",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    resultReason: { index: "resultReason", type: "string" },
    operationType: { index: "operationType", type: "string" },
    category: { index: "category", type: "string" },
    correlationId: { index: "correlationId", type: "string" },
    activityDisplayName: { index: "activityDisplayName", type: "string" },
    activityDateTime: { index: "activityDateTime", type: "dateTime" },
    loggedByService: { index: "loggedByService", type: "string" },
    result: { index: "result", type: { oneOf: ["success", "failure"] } },
    sequence: { index: "sequence", type: "int32" },
    "initiatedBy/user/id": { index: "initiatedById", type: "guid" },
    "targetResources/id": { index: "targetIds[]", type: "guid" },
  },
  write: (entry) => ({
    id: entry.id,
    category: entry.category,
    correlationId: entry.correlationId,
    result: entry.result,
    resultReason: entry.resultReason,
    activityDisplayName: entry.activityDisplayName,
    activityDateTime: entry.activityDateTime,
    loggedByService: entry.loggedByService,
    operationType: entry.operationType,
    initiatedBy: entry.initiatedBy,
    targetResources: entry.targetResources.map(({ modifiedProperties, ...target }) => ({
      ...target,
      userPrincipalName: null,
      groupType: null,
      modifiedProperties: modifiedProperties.map(({ displayName, oldValue, newValue }) => ({
        displayName,
        oldValue: textOf(oldValue),
        newValue: textOf(newValue),
      })),
    })),
    additionalDetails: entry.additionalDetails,
    sequence: entry.sequence,
    hash: entry.hash,
    previousHash: entry.previousHash,
  }),
} satisfies Shape<AuditEntry>;

/** Graph writes values of modified properties as JSON in a string. */
function textOf(value: Json): string | null {
  return value === null ? null : JSON.stringify(value);
}
