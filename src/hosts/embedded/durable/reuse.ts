/**
 * Finds the two ways of waiting for a task again that durable-functions 3.5 does not survive (hosts.md 2.7). They are known by object
 * identity, so only the in-process worker, whose actions are the SDK's own objects, shows them.
 */
import { isNumbered, leavesOf, wordFor } from "./leaves.js";
import { ACTION, type SdkAction } from "./sdk-protocol.js";

/**
 * The sentence that says what is wrong; undefined when nothing is. `yieldedBefore`: actions of earlier episodes. `raisedBefore`: events
 * of each name told in earlier episodes.
 */
export function reuseProblem(
  actions: readonly SdkAction[],
  yieldedBefore: number,
  raisedBefore: ReadonlyMap<string, number>,
): string | undefined {
  if (!hasCompound(actions, yieldedBefore)) return undefined;
  const seen = new Set<SdkAction>();
  /** Waits that are over because the orchestrator went on after yielding them alone, or all of them together. */
  const over = new Set<SdkAction>();
  const waits = new Map<string, number>();
  for (const [index, action] of actions.entries()) {
    const leaves = leavesOf([action]);
    if (index >= yieldedBefore && action.compoundActions !== undefined) {
      if (leaves.every((leaf) => seen.has(leaf) && (over.has(leaf) || isOver(leaf, waits, raisedBefore)))) {
        return neverCompletes(action, leaves);
      }
    }
    for (const leaf of leaves) {
      if (isNumbered(leaf) && seen.has(leaf)) return scheduledTwice(action, leaf);
      seen.add(leaf);
      const name = leaf.externalEventName;
      if (name !== undefined) waits.set(name, (waits.get(name) ?? 0) + 1);
    }
    if (endsWithAll(action)) for (const leaf of leaves) over.add(leaf);
  }
  return undefined;
}

function hasCompound(actions: readonly SdkAction[], from: number): boolean {
  for (let index = from; index < actions.length; index += 1) {
    if (actions[index]?.compoundActions !== undefined) return true;
  }
  return false;
}

/** Whether going on after this yield means that every wait in it is over: a Task.all with anything that can fail may end earlier. */
function endsWithAll({ actionType, compoundActions }: SdkAction): boolean {
  if (compoundActions === undefined) return true;
  return (
    actionType === ACTION.whenAll &&
    compoundActions.every(({ externalEventName: name }) => name !== undefined)
  );
}

/** As many events of the name came in earlier episodes as there were waits for it: each of those waits was over. */
function isOver(
  { externalEventName }: SdkAction,
  waits: ReadonlyMap<string, number>,
  raisedBefore: ReadonlyMap<string, number>,
): boolean {
  if (externalEventName === undefined) return false;
  return (waits.get(externalEventName) ?? 0) <= (raisedBefore.get(externalEventName) ?? 0);
}

function compoundWord({ actionType }: SdkAction): string {
  return actionType === ACTION.whenAny ? "Task.any" : "Task.all";
}

function scheduledTwice(compound: SdkAction, leaf: SdkAction): string {
  return (
    `the ${wordFor(leaf)} task that was already yielded is used again in ${compoundWord(compound)}. On Azure this schedules it a ` +
    "second time and shifts the numbers of all later steps, until one of them waits for ever (azure-functions-durable-js issue 574). " +
    "Create a fresh task for each Task.all or Task.any (for a timer: one with the same due time), and cancel the timers you leave behind."
  );
}

function neverCompletes(compound: SdkAction, leaves: readonly SdkAction[]): string {
  const names = leaves.map(wordFor).join(", ");
  return (
    `${compoundWord(compound)} waits only for tasks that have already completed (${names}). In durable-functions 3.5 it never ` +
    "completes. Use the results you have, or wait for a fresh task."
  );
}
