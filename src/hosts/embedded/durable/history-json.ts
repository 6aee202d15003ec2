/** The history of an instance as the management API shows it: one entry for each thing that happened, scheduling folded into its end. */
import type { HistoryEvent } from "../../../adapters/embedded/durable/history.js";
import type { InstanceStatus } from "../../../adapters/embedded/durable/instance-status.js";

type Entry = Record<string, unknown>;

/** `showOutputs`: with results and inputs. */
export function historyJson(
  { status, output, updatedAt }: InstanceStatus,
  history: readonly HistoryEvent[],
  showOutputs: boolean,
): readonly Entry[] {
  const entries: Entry[] = [];
  const scheduled = new Map<number, Entry>();
  let at = "";
  const add = (type: string, facts: Entry): void => {
    entries.push({ EventType: type, Timestamp: at, ...facts });
  };
  const answer = (type: string, id: number, facts: Entry): void =>
    add(type, { ...scheduled.get(id), ...facts });
  const value = (name: string, text: string | null): Entry =>
    showOutputs && text !== null ? { [name]: JSON.parse(text) } : {};
  for (const event of history) {
    switch (event.type) {
      case "episodeStarted":
        at = new Date(event.at).toISOString();
        break;
      case "executionStarted":
        add("ExecutionStarted", { FunctionName: event.name, ...value("Input", event.input) });
        break;
      case "taskScheduled":
      case "childCreated":
        scheduled.set(event.id, { FunctionName: event.name, ScheduledTime: at });
        break;
      case "taskCompleted":
        answer("TaskCompleted", event.id, value("Result", event.result));
        break;
      case "taskFailed":
        answer("TaskFailed", event.id, { Reason: event.failure.reason, Details: event.failure.details });
        break;
      case "childCompleted":
        answer("SubOrchestrationInstanceCompleted", event.id, value("Result", event.result));
        break;
      case "childFailed":
        answer("SubOrchestrationInstanceFailed", event.id, {
          Reason: event.failure.reason,
          Details: event.failure.details,
        });
        break;
      case "timerCreated":
        add("TimerCreated", { FireAt: new Date(event.fireAt).toISOString() });
        break;
      case "timerCanceled":
        break;
      case "timerFired":
        add("TimerFired", { FireAt: new Date(event.fireAt).toISOString() });
        break;
      case "eventRaised":
        add("EventRaised", { Name: event.name, ...value("Input", event.input) });
        break;
      case "entityCalled":
      case "entitySignaled":
        add("EventSent", {
          InstanceId: event.entityId,
          Name: event.operation,
          ...value("Input", event.input),
        });
        break;
      case "locksRequested":
        for (const entityId of event.entityIds) add("EventSent", { InstanceId: entityId, Name: "lock" });
        break;
      case "locksReleased":
        for (const entityId of event.entityIds) add("EventSent", { InstanceId: entityId, Name: "release" });
        break;
      case "entityAnswered":
      case "locksGranted":
        add("EventRaised", { Name: event.requestId });
        break;
      case "suspended":
      case "resumed":
      case "terminated":
        at = new Date(event.at).toISOString();
        add(MARKS[event.type], { Reason: event.reason });
    }
  }
  at = new Date(updatedAt).toISOString();
  if (status === "completed" || status === "failed") {
    add("ExecutionCompleted", {
      OrchestrationStatus: status === "completed" ? "Completed" : "Failed",
      ...(showOutputs && { Result: output }),
    });
  }
  return entries;
}

const MARKS = {
  suspended: "ExecutionSuspended",
  resumed: "ExecutionResumed",
  terminated: "ExecutionTerminated",
} as const;
