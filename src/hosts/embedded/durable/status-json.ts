/** An instance as the management API of the Durable extension shows it. */
import type { StatusName } from "../../../adapters/embedded/durable/instance.js";
import type { InstanceStatus } from "../../../adapters/embedded/durable/instance-status.js";
import { historyJson } from "./history-json.js";

const RUNTIME_STATUS: Readonly<Record<StatusName, string>> = {
  pending: "Pending",
  running: "Running",
  suspended: "Suspended",
  completed: "Completed",
  failed: "Failed",
  terminated: "Terminated",
};

/** Of runtime statuses as queries name them, in any case, several separated by commas. Unknown names are left out, as the extension does. */
export function statusNames(text: string): StatusName[] {
  const wanted = new Set(text.toLowerCase().split(","));
  // Object.keys forgets that the keys are those of the record.
  return (Object.keys(RUNTIME_STATUS) as StatusName[]).filter((name) => wanted.has(name));
}

export function statusJson(status: InstanceStatus, showOutputs: boolean): Readonly<Record<string, unknown>> {
  return {
    name: status.name,
    instanceId: status.instanceId,
    runtimeStatus: RUNTIME_STATUS[status.status],
    input: status.input ?? null,
    customStatus: status.customStatus,
    output: status.output,
    createdTime: secondsOf(status.createdAt),
    lastUpdatedTime: secondsOf(status.updatedAt),
    ...(status.history !== undefined && { historyEvents: historyJson(status, status.history, showOutputs) }),
  };
}

/** The extension shows whole seconds. */
function secondsOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
