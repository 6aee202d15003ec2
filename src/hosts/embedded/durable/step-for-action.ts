/** Turns an action that an orchestrator has newly yielded into a numbered step. */
import { assertInstanceId, DurableError } from "../../../adapters/embedded/durable/errors.js";
import type { Step } from "../../../adapters/embedded/durable/history.js";
import { wordFor } from "./leaves.js";
import {
  ACTION,
  HTTP_TASK,
  LONG_TIMER_PIECE_MS,
  type SdkAction,
  SHORT_TIMER_MAX_MS,
} from "./sdk-protocol.js";
import type { StepNote } from "./step-note.js";

/** What the app has, and where ids come from. */
export type StepNames = {
  hasActivity(name: string): boolean;
  hasOrchestrator(name: string): boolean;
  hasEntity(name: string): boolean;
  newId(): string;
};

/** The orchestrator asked for something that cannot be; the message is for the author of the app. */
export class BadActionError extends Error {
  override readonly name = "BadActionError";
}

/** The step for a yielded action at `at` (milliseconds since 1970). Throws BadActionError. */
export function stepFor(action: SdkAction, id: number, at: number, names: StepNames): Step {
  switch (action.actionType) {
    case ACTION.callActivity:
    case ACTION.callActivityWithRetry:
      return activityStep(action, id, names);
    case ACTION.callSubOrchestrator:
    case ACTION.callSubOrchestratorWithRetry:
      return childStep(action, id, names);
    case ACTION.createTimer:
      return timerStep(action, id, at);
    case ACTION.callHttp: {
      const poll: StepNote = action.httpRequest?.asynchronousPatternEnabled === false ? {} : { poll: true };
      return {
        type: "taskScheduled",
        id,
        name: HTTP_TASK,
        input: jsonText(action.httpRequest, action),
        note: poll,
      };
    }
    case ACTION.callEntity: {
      const { entityId, operation, input } = entityRequest(action, names);
      return { type: "entityCalled", id, requestId: names.newId(), entityId, operation, input };
    }
    case ACTION.signalEntity:
      return { type: "entitySignaled", id, ...entityRequest(action, names) };
    case ACTION.lockEntities: {
      const entityIds = (action.lockSet ?? []).map(({ name, key }) => `@${name.toLowerCase()}@${key}`);
      return { type: "locksRequested", id, requestId: action.lockRequestId ?? names.newId(), entityIds };
    }
    default:
      throw new BadActionError(`action type ${action.actionType} of the SDK is not known to this host`);
  }
}

function activityStep(
  { functionName = "", input, retryOptions }: SdkAction,
  id: number,
  names: StepNames,
): Step {
  if (!names.hasActivity(functionName)) throw new BadActionError(`the app has no activity '${functionName}'`);
  // The SDK has made JSON of strings already, and of nothing else.
  const text =
    typeof input === "string" ? input : jsonText(input, { actionType: ACTION.callActivity, functionName });
  const note = retryOptions === undefined ? {} : { note: { retry: retryOptions } };
  return { type: "taskScheduled", id, name: functionName, input: text, ...note };
}

function childStep(action: SdkAction, id: number, names: StepNames): Step {
  const { functionName = "", input, instanceId, version, retryOptions } = action;
  if (!names.hasOrchestrator(functionName))
    throw new BadActionError(`the app has no orchestrator '${functionName}'`);
  const freshId = instanceId === undefined || instanceId === "";
  if (!freshId) assertId(instanceId);
  return {
    type: "childCreated",
    id,
    name: functionName,
    instanceId: freshId ? names.newId() : instanceId,
    input: input === undefined ? null : jsonText(input, action),
    ...(version !== undefined && { version }),
    ...(retryOptions !== undefined && { note: { retry: retryOptions, ...(freshId && { freshId }) } }),
  };
}

function timerStep({ fireAt }: SdkAction, id: number, at: number): Step {
  const finalAt = fireAt === undefined ? Number.NaN : new Date(fireAt).getTime();
  if (Number.isNaN(finalAt)) throw new BadActionError("a timer was created with an invalid date");
  return { type: "timerCreated", id, fireAt: pieceEnd(finalAt, at), note: { finalAt } };
}

/** The SDK splits timers of more than six days into pieces of three. */
export function pieceEnd(finalAt: number, at: number): number {
  return finalAt - at > SHORT_TIMER_MAX_MS ? at + LONG_TIMER_PIECE_MS : finalAt;
}

function entityRequest(action: SdkAction, names: StepNames) {
  const { instanceId: entityId = "", operation = "", input } = action;
  const name = entityId.slice(1, entityId.indexOf("@", 1));
  if (!names.hasEntity(name)) throw new BadActionError(`the app has no entity '${name}'`);
  return { entityId, operation, input: input === undefined ? null : jsonText(input, action) };
}

function assertId(instanceId: string): void {
  try {
    assertInstanceId(instanceId);
  } catch (error) {
    throw new BadActionError(error instanceof DurableError ? error.message : String(error));
  }
}

function jsonText(value: unknown, action: SdkAction): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    throw new BadActionError(`the input of ${wordFor(action)} cannot be written as JSON: ${String(error)}`);
  }
}
