/** The actions of an orchestrator in the order in which the SDK numbers them: compound actions (Task.all, Task.any) taken apart. */
import { ACTION, type SdkAction } from "./sdk-protocol.js";

export function leavesOf(actions: readonly SdkAction[]): SdkAction[] {
  const leaves: SdkAction[] = [];
  for (const action of actions) addLeaves(action, leaves);
  return leaves;
}

function addLeaves(action: SdkAction, leaves: SdkAction[]): void {
  if (action.compoundActions === undefined) leaves.push(action);
  else for (const child of action.compoundActions) addLeaves(child, leaves);
}

/** Whether the SDK gives the action numbers of its own. */
export function isNumbered({ actionType }: SdkAction): boolean {
  return actionType !== ACTION.waitForExternalEvent && actionType !== ACTION.continueAsNew;
}

/** The word for the action in messages to the author of the app. */
export function wordFor(action: SdkAction): string {
  switch (action.actionType) {
    case ACTION.callActivity:
    case ACTION.callActivityWithRetry:
      return `activity '${action.functionName ?? ""}'`;
    case ACTION.callSubOrchestrator:
    case ACTION.callSubOrchestratorWithRetry:
      return `sub-orchestration '${action.functionName ?? ""}'`;
    case ACTION.createTimer:
      return "timer";
    case ACTION.callEntity:
    case ACTION.signalEntity:
      return `entity ${action.instanceId ?? ""}`;
    case ACTION.callHttp:
      return "callHttp";
    case ACTION.lockEntities:
    case ACTION.releaseEntities:
      return "entity lock";
    default:
      return `external event '${action.externalEventName ?? ""}'`;
  }
}
