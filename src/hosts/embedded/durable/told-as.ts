/**
 * A history event as durable-functions 3.x reads it (hosts.md section 2.2), and nothing that it does not read: the SDK walks through
 * every property of the history in every episode, and that is a third of what an episode costs.
 */
import type { Failure, HistoryEvent } from "../../../adapters/embedded/durable/history.js";

/** The SDK's numbers of events. */
const EVENT = {
  executionStarted: 0,
  taskCompleted: 5,
  taskFailed: 6,
  childCompleted: 8,
  childFailed: 9,
  timerFired: 11,
  orchestratorStarted: 12,
  eventSent: 14,
  eventRaised: 15,
} as const;

/** JSON text; empty when the SDK does not read such an event. `isPlayed`: it was told in an earlier episode. */
export function toldAs(event: HistoryEvent, isPlayed: boolean): string {
  const played = isPlayed ? ',"IsPlayed":true}' : ',"IsPlayed":false}';
  switch (event.type) {
    case "episodeStarted":
      return `{"EventType":${EVENT.orchestratorStarted},"Timestamp":"${new Date(event.at).toISOString()}"${played}`;
    case "executionStarted":
      return `{"EventType":${EVENT.executionStarted},"Version":${JSON.stringify(event.version ?? "")}${played}`;
    case "taskCompleted":
      return `{"EventType":${EVENT.taskCompleted},"TaskScheduledId":${event.id},"Result":${JSON.stringify(event.result)}${played}`;
    case "childCompleted":
      return `{"EventType":${EVENT.childCompleted},"TaskScheduledId":${event.id},"Result":${JSON.stringify(event.result)}${played}`;
    case "taskFailed":
      return `{"EventType":${EVENT.taskFailed},"TaskScheduledId":${event.id},${failure(event.failure)}${played}`;
    case "childFailed":
      return `{"EventType":${EVENT.childFailed},"TaskScheduledId":${event.id},${failure(event.failure)}${played}`;
    case "timerFired":
      return `{"EventType":${EVENT.timerFired},"TimerId":${event.id}${played}`;
    case "eventRaised":
      return raised(event.name, event.input) + played;
    case "entityAnswered": {
      const answer = { result: event.result ?? undefined, exceptionType: event.failed ? "Error" : undefined };
      return raised(event.requestId, JSON.stringify(answer)) + played;
    }
    case "locksGranted":
      return raised(event.requestId, "") + played;
    case "entityCalled":
    case "locksRequested":
      return `{"EventType":${EVENT.eventSent},"EventId":${event.id},"Input":${JSON.stringify(JSON.stringify({ id: event.requestId }))}${played}`;
    case "taskScheduled":
    case "childCreated":
    case "timerCreated":
    case "timerCanceled":
    case "entitySignaled":
    case "locksReleased":
    case "suspended":
    case "resumed":
    case "terminated":
      return "";
  }
}

function raised(name: string, input: string): string {
  return `{"EventType":${EVENT.eventRaised},"Name":${JSON.stringify(name)},"Input":${JSON.stringify(input)}`;
}

function failure({ reason, details, facts }: Failure): string {
  return facts === undefined
    ? `"Reason":${JSON.stringify(reason)},"Details":${JSON.stringify(details)}`
    : `"FailureDetails":${JSON.stringify(facts)}`;
}
