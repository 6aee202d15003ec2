/** The event that tells of a change in catalogs, packages, policies and roles; written in the same batch as the change. */
import type { Actor } from "../../domain/authorization/caller.js";
import type { EntitlementEvent, EventType } from "../../domain/events.js";
import type { Json } from "../../domain/json.js";
import type { Call } from "../call.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type GovernanceEvent = Pick<EntitlementEvent, "object" | "related" | "changes" | "detail"> & {
  readonly type: EventType;
  readonly partition: string;
};

/** The operation that writes the event. */
export function eventOperation(ports: Ports, call: Call, event: GovernanceEvent): Operation {
  const document: EntitlementEvent = {
    kind: "event",
    id: ports.ids.next(),
    dateTime: ports.clock.now(),
    actor: actorOf(call),
    correlationId: call.correlationId,
    ...event,
  };
  return { op: "create", document };
}

/** Who acts, as events record it. */
export function actorOf({ caller }: Call): Actor {
  if (caller.kind === "system")
    return { kind: "system", id: null, displayName: null, userPrincipalName: null };
  return {
    kind: caller.kind,
    // An id of another tenant would point at somebody else here; the name says who it was.
    id: caller.kind === "user" && caller.isForeign === true ? null : caller.objectId,
    displayName: caller.displayName,
    userPrincipalName: caller.kind === "user" ? caller.userPrincipalName : null,
  };
}

/** The listed properties whose values differ, before and after. */
export function changesBetween<T extends object>(
  before: T,
  after: T,
  properties: readonly (keyof T & string)[],
): NonNullable<EntitlementEvent["changes"]> {
  return properties
    .filter((property) => JSON.stringify(before[property]) !== JSON.stringify(after[property]))
    .map((property) => ({
      property,
      oldValue: jsonOf(before[property]),
      newValue: jsonOf(after[property]),
    }));
}

/** Documents survive JSON unchanged (documents port), so their properties are JSON. */
function jsonOf(value: unknown): Json {
  return value === undefined ? null : (value as Json);
}
