/** What an orchestrator's answer means: the steps to take, in the SDK's numbering, and whether it waits, ends or begins anew. */
import type { Arrival, Failure, Step } from "../../../adapters/embedded/durable/history.js";
import type { Decision, Outcome } from "../../../adapters/embedded/durable/worker.js";
import { isNumbered, leavesOf } from "./leaves.js";
import { nonDeterminism } from "./non-determinism.js";
import type { Consequence, Plan } from "./plan.js";
import { reuseProblem } from "./reuse.js";
import { ACTION, type SdkAction, type SdkOrchestratorState } from "./sdk-protocol.js";
import { stepAfter } from "./step-after.js";
import { BadActionError, type StepNames, stepFor } from "./step-for-action.js";

export type Answer =
  | { readonly kind: "state"; readonly state: SdkOrchestratorState; readonly stack: string }
  /** The orchestrator's function failed outside the SDK. */
  | { readonly kind: "broken"; readonly message: string; readonly stack: string };

export type DecideContext = {
  readonly plan: Plan;
  readonly name: string;
  readonly names: StepNames;
  /** Actions an orchestration may take (`maxOrchestrationActions`). */
  readonly actionsMax: number;
};

/** Applies the arrivals and the new steps to the plan. `at`: milliseconds since 1970. */
export function decide(
  context: DecideContext,
  answer: Answer,
  arrivals: readonly Arrival[],
  at: number,
): Decision {
  const { plan, name } = context;
  const fail = (message: string, details: string, facts?: unknown): Decision => ({
    steps: [],
    outcome: { kind: "failed", failure: failureOf(name, message, details, facts) },
  });
  if (answer.kind === "broken") return fail(answer.message, answer.stack);
  const { state, stack } = answer;
  const actions = state.actions.length === 1 ? (state.actions[0] ?? []) : state.actions.flat();
  const isFailed = state.error !== undefined;
  const problem = isFailed
    ? undefined
    : (reuseProblem(actions, plan.yielded, plan.raised) ??
      nonDeterminism(plan, actions) ??
      tooMany(context, actions));
  if (problem !== undefined)
    return fail(problem, "The host stopped the orchestration before anything more was scheduled.");
  try {
    const steps = newSteps(context, actions, arrivals, at);
    const custom = state.customStatus;
    const customStatus = custom === undefined || custom === null ? undefined : JSON.stringify(custom);
    const outcome = isFailed
      ? ({ kind: "failed", failure: failureOf(name, state.error, stack, state.failureDetails) } as const)
      : outcomeOf(state, actions);
    if (outcome.kind === "waiting" && isStuck(plan, actions)) return fail(STUCK, STUCK_HINT);
    return { steps, outcome, note: plan.yielded, ...(customStatus !== undefined && { customStatus }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const details = error instanceof BadActionError ? "" : error instanceof Error ? (error.stack ?? "") : "";
    return fail(message, details);
  }
}

const STUCK =
  "it waits for something that can never happen: everything it has scheduled has been answered or cancelled";
const STUCK_HINT =
  "Usual causes: yielding a timer that was cancelled, or a Task.all or Task.any whose tasks have all completed before.";

function newSteps(
  { plan, names }: DecideContext,
  actions: readonly SdkAction[],
  arrivals: readonly Arrival[],
  at: number,
): Step[] {
  const steps: Step[] = [];
  const take = (step: Step): void => {
    plan.take(step);
    steps.push(step);
  };
  const consequences: Consequence[] = [];
  for (const arrival of arrivals) {
    const consequence = plan.hear(arrival, at);
    if (consequence !== undefined) consequences.push(consequence);
  }
  for (const action of leavesOf(actions.slice(plan.yielded))) {
    if (action.actionType === ACTION.releaseEntities) take(release(plan));
    else if (isNumbered(action)) take(stepFor(action, plan.next, at, names));
  }
  plan.yielded = actions.length;
  for (const consequence of consequences) take(stepAfter(consequence, plan, at, names));
  for (const id of canceledTimers(plan, actions)) take({ type: "timerCanceled", id });
  return steps;
}

/** Cancelling changes an action that was yielded before, so all of them are looked at, while any timer is open. */
function canceledTimers(plan: Plan, actions: readonly SdkAction[]): number[] {
  if (!plan.steps.some(({ timer }) => timer !== undefined)) return [];
  const numbered = leavesOf(actions).filter(isNumbered);
  return plan.steps.flatMap(({ timer }, index) =>
    timer !== undefined && numbered[index]?.isCanceled === true ? [timer] : [],
  );
}

/** An orchestration has one critical section at a time: it releases the locks it asked for last. */
function release(plan: Plan): Step {
  for (let index = plan.steps.length - 1; index >= 0; index -= 1) {
    const step = plan.steps[index]?.step;
    if (step?.type !== "locksRequested") continue;
    return { type: "locksReleased", id: plan.next, requestId: step.requestId, entityIds: step.entityIds };
  }
  throw new BadActionError("it released entity locks that it does not hold");
}

function outcomeOf(state: SdkOrchestratorState, actions: readonly SdkAction[]): Outcome {
  if (!state.isDone) return { kind: "waiting" };
  const continued = actions.findLast(({ actionType }) => actionType === ACTION.continueAsNew);
  if (continued === undefined) return { kind: "completed", output: JSON.stringify(state.output) ?? "null" };
  return { kind: "continued", input: JSON.stringify(continued.input) ?? null };
}

/** Nothing is under way, and every wait for an external event has had its event. */
function isStuck(plan: Plan, actions: readonly SdkAction[]): boolean {
  if (plan.isWaiting) return false;
  const waits = new Map<string, number>();
  for (const { externalEventName: name } of leavesOf(actions)) {
    if (name !== undefined) waits.set(name, (waits.get(name) ?? 0) + 1);
  }
  for (const [name, count] of waits) if (count > (plan.raised.get(name) ?? 0)) return false;
  return true;
}

function tooMany({ actionsMax }: DecideContext, actions: readonly SdkAction[]): string | undefined {
  return actions.length > actionsMax
    ? `it has yielded ${actions.length} times; "maxOrchestrationActions" of host.json allows ${actionsMax}. Use continueAsNew`
    : undefined;
}

function failureOf(name: string, message: string | undefined, details: string, facts?: unknown): Failure {
  const reason = `Orchestrator function '${name}' failed: ${message ?? ""}`;
  return { reason, details, ...(facts !== undefined && facts !== null && { facts }) };
}
