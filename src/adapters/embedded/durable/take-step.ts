/** Carries out one step that an orchestrator decided on, inside the write of its episode. */
import type { Aftermath } from "./aftermath.js";
import type { EntityMessage } from "./entity-message.js";
import type { Arrival, ExecutionRef, ExecutionStarted, Step } from "./history.js";
import { eraseInstance, type Hub } from "./hub.js";
import { hasEnded, type InstanceRow, newInstance } from "./instance.js";

export function takeStep(hub: Hub, aftermath: Aftermath, row: InstanceRow, step: Step): void {
  const to: ExecutionRef = { key: row.key, execution: row.execution };
  switch (step.type) {
    case "taskScheduled": {
      const task = { instanceId: row.id, id: step.id, name: step.name, input: step.input };
      aftermath.whenWritten((receivers) => receivers.announceTask({ task, to }));
      aftermath.whenDurable((receivers) => receivers.runTask({ task, to }));
      return;
    }
    case "childCreated":
      return createChild(hub, aftermath, row, step);
    case "timerCreated": {
      const { id, fireAt } = step;
      hub.timers.add(row.key, id, fireAt);
      aftermath.whenWritten((receivers) => {
        if (!hub.timers.isBehind(row.key, id, fireAt)) receivers.alarmAt(fireAt);
        else receivers.fired({ instanceId: row.id, ...to, step: id, fireAt });
      });
      return;
    }
    case "timerCanceled":
      return hub.timers.remove(row.key, step.id);
    case "entityCalled": {
      const caller = { instanceId: row.id, to, requestId: step.requestId };
      const { operation, input } = step;
      return mailEntity(
        hub,
        aftermath,
        step.entityId,
        { kind: "operation", name: operation, input, caller },
        row.id,
      );
    }
    case "entitySignaled":
      return signal(hub, aftermath, row, step);
    case "locksRequested": {
      const caller = { instanceId: row.id, to, requestId: step.requestId };
      const [first] = step.entityIds;
      if (first === undefined) throw new Error(`Instance ${row.id} asks for a lock on nothing.`);
      const message: EntityMessage = { kind: "lock", caller, entityIds: step.entityIds, position: 0 };
      return mailEntity(hub, aftermath, first, message, row.id);
    }
    case "locksReleased": {
      for (const entityId of step.entityIds) {
        mailEntity(hub, aftermath, entityId, { kind: "release", requestId: step.requestId }, row.id);
      }
    }
  }
}

/** Stores a message for an entity; it is looked at when that is on disk, because then functions of the app run. */
export function mailEntity(
  hub: Hub,
  aftermath: Aftermath,
  entityId: string,
  message: EntityMessage,
  sender?: string,
): void {
  hub.inbox.add(entityId, message, sender);
  aftermath.whenDurable((receivers) => receivers.wakeEntity(entityId));
}

/** Stores a message for an execution that may still be waiting for it. */
export function answerExecution(
  hub: Hub,
  aftermath: Aftermath,
  instanceId: string,
  to: ExecutionRef,
  arrival: Arrival,
): void {
  const row = hub.lives.row(instanceId);
  if (row === undefined || hasEnded(row.status) || row.key !== to.key || row.execution !== to.execution)
    return;
  const message = { kind: "arrival", arrival, to } as const;
  const number = hub.inbox.add(instanceId, message);
  aftermath.whenWritten((receivers) => receivers.receive(instanceId, message, number));
}

function signal(
  hub: Hub,
  aftermath: Aftermath,
  row: InstanceRow,
  step: Extract<Step, { type: "entitySignaled" }>,
): void {
  const message: EntityMessage = { kind: "operation", name: step.operation, input: step.input };
  const { entityId, fireAt } = step;
  if (fireAt === undefined) return mailEntity(hub, aftermath, entityId, message, row.id);
  hub.delayed.add(entityId, message, fireAt);
  aftermath.whenWritten((receivers) => receivers.alarmAt(fireAt));
}

function createChild(
  hub: Hub,
  aftermath: Aftermath,
  row: InstanceRow,
  step: Extract<Step, { type: "childCreated" }>,
): void {
  const existing = hub.lives.row(step.instanceId);
  if (existing !== undefined && !hasEnded(existing.status)) {
    const reason = `Sub-orchestration '${step.name}' was not started: an instance with the id ${step.instanceId} is already running.`;
    const failure = { reason, details: "Give each sub-orchestration an instance id of its own, or none." };
    // The parent does not wait for it yet: its own episode is being written. The answer is told in the next one.
    answerExecution(hub, aftermath, row.id, row, { type: "childFailed", id: step.id, failure });
    return;
  }
  if (existing !== undefined) eraseInstance(hub, existing);
  const start: ExecutionStarted = {
    type: "executionStarted",
    name: step.name,
    input: step.input,
    parent: { instanceId: row.id, key: row.key, execution: row.execution, taskId: step.id },
    ...(step.version !== undefined && { version: step.version }),
  };
  hub.rows.insert(newInstance(hub.rows.newKey(), step.instanceId, step.name, hub.clock.nowMs(), start));
  aftermath.whenWritten((receivers) => receivers.begin(step.instanceId));
}
