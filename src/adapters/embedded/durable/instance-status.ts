/** An instance as callers of the engine see it. */
import type { Json } from "../../../domain/json.js";
import type { HistoryEvent } from "./history.js";
import { type InstanceRow, type StatusName, statusName } from "./instance.js";
import type { InstanceRows } from "./instance-rows.js";
import { startIn } from "./live-instance.js";

export type InstanceStatus = {
  readonly instanceId: string;
  readonly name: string;
  readonly status: StatusName;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly customStatus: Json;
  /** The result; the reason of a failure or termination as a string; null while it runs. */
  readonly output: Json;
  /** Only when asked for; undefined when it was started without one. */
  readonly input?: Json;
  readonly history?: readonly HistoryEvent[];
};

export type Show = { readonly input?: boolean; readonly history?: boolean };

export function statusOf(rows: InstanceRows, row: InstanceRow, show: Show = {}): InstanceStatus {
  const input = show.input === true ? inputOf(rows, row) : undefined;
  return {
    instanceId: row.id,
    name: row.name,
    status: statusName(row.status),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    customStatus: jsonOf(row.customStatus),
    output: jsonOf(row.output),
    ...(input !== undefined && { input }),
    ...(show.history === true && { history: rows.history(row) }),
  };
}

/** What the present execution was started with; undefined when that was nothing. */
export function inputOf(rows: InstanceRows, row: InstanceRow): Json | undefined {
  const start = startIn(row) ?? rows.history(row).find(({ type }) => type === "executionStarted");
  return start?.type !== "executionStarted" || start.input === null ? undefined : jsonOf(start.input);
}

/** The value of a stored JSON text. */
export function jsonOf(text: string | null): Json {
  return text === null ? null : (JSON.parse(text) as Json); // JSON.parse gives JSON
}
