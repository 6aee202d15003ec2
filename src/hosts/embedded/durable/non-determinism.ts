/** Notices that a replay does not ask for what the orchestration has asked for before: the code has changed, or it is not deterministic. */
import type { Step } from "../../../adapters/embedded/durable/history.js";
import { isNumbered, leavesOf, wordFor } from "./leaves.js";
import type { Plan } from "./plan.js";
import { ACTION, HTTP_TASK, type SdkAction } from "./sdk-protocol.js";

/** The sentence that says what differs; undefined when nothing does. */
export function nonDeterminism(plan: Plan, actions: readonly SdkAction[]): string | undefined {
  const numbered = leavesOf(actions.slice(0, plan.yielded)).filter(isNumbered);
  for (let index = 0; index < plan.steps.length; index += 1) {
    const step = plan.steps[index]?.step;
    const action = numbered[index];
    if (step === undefined || (action !== undefined && isSame(step, action))) continue;
    const now = action === undefined ? "nothing" : `the ${wordFor(action)}`;
    return (
      `non-deterministic workflow: step ${step.id} was the ${stepWord(step)} when it first ran, and this replay yields ${now} there. ` +
      "Orchestrators must take the same path on every replay; code of running instances must not change its order of steps"
    );
  }
  return undefined;
}

function isSame(step: Step, action: SdkAction): boolean {
  switch (action.actionType) {
    case ACTION.callActivity:
    case ACTION.callActivityWithRetry:
      return step.type === "taskScheduled" && step.name === action.functionName;
    case ACTION.callHttp:
      return step.type === "taskScheduled" && step.name === HTTP_TASK;
    case ACTION.callSubOrchestrator:
    case ACTION.callSubOrchestratorWithRetry:
      return step.type === "childCreated" && step.name === action.functionName;
    case ACTION.createTimer:
      return step.type === "timerCreated";
    case ACTION.callEntity:
      return step.type === "entityCalled" && step.entityId === action.instanceId;
    case ACTION.signalEntity:
      return step.type === "entitySignaled" && step.entityId === action.instanceId;
    case ACTION.lockEntities:
      return step.type === "locksRequested";
    case ACTION.releaseEntities:
      return step.type === "locksReleased";
    default:
      return false;
  }
}

function stepWord(step: Step): string {
  switch (step.type) {
    case "taskScheduled":
      return step.name === HTTP_TASK ? "callHttp" : `activity '${step.name}'`;
    case "childCreated":
      return `sub-orchestration '${step.name}'`;
    case "timerCreated":
    case "timerCanceled":
      return "timer";
    case "entityCalled":
    case "entitySignaled":
      return `entity ${step.entityId}`;
    case "locksRequested":
    case "locksReleased":
      return "entity lock";
  }
}
