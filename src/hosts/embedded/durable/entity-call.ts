/** Runs an entity function on a batch of operations (hosts.md section 2.6). */
import { entityIdOf, entityIdParts } from "../../../adapters/embedded/durable/errors.js";
import type { EntityBatch, EntityBatchResult } from "../../../adapters/embedded/durable/worker.js";
import type { Invoke, RegisteredFunction } from "../binding-service.js";

/** What the SDK answers, as far as it can be trusted: a function of another library may answer anything. */
type EntityAnswer = {
  readonly entityExists?: unknown;
  readonly entityState?: unknown;
  readonly results?: readonly { readonly isError?: unknown; readonly result?: unknown }[];
  readonly signals?: readonly {
    readonly target: { readonly name: string; readonly key: string };
    readonly name: string;
    readonly input?: unknown;
  }[];
};

/** Never rejects. When the function itself fails, every operation has failed and the state is as before. */
export async function callEntity(
  invoke: Invoke,
  fn: RegisteredFunction,
  batch: EntityBatch,
): Promise<EntityBatchResult> {
  const { entityId, exists, state, operations } = batch;
  const trigger = {
    self: entityIdParts(entityId),
    exists,
    state,
    batch: operations.map(({ name, input, isSignal }) => ({ name, input, isSignal })),
  };
  const response = await invoke(fn.id, { trigger: { string: JSON.stringify(trigger) } });
  if (response.kind === "failed") return allFailed(batch, response.error.message);
  const value = response.returnValue?.json ?? response.returnValue?.string ?? "null";
  try {
    return resultOf(batch, JSON.parse(value) as EntityAnswer | null);
  } catch (error) {
    return allFailed(batch, `The entity function '${fn.name}' answered what no SDK would: ${String(error)}`);
  }
}

function resultOf(batch: EntityBatch, answer: EntityAnswer | null): EntityBatchResult {
  if (typeof answer !== "object" || answer === null || !Array.isArray(answer.results))
    throw new Error("no results");
  const { entityExists, entityState, results, signals = [] } = answer;
  return {
    exists: entityExists === true,
    state: typeof entityState === "string" ? entityState : null,
    answers: batch.operations.map((_, index) => {
      const { isError, result } = results[index] ?? {};
      return { failed: isError === true, result: typeof result === "string" ? result : null };
    }),
    signals: signals.map(({ target, name, input }) => ({
      entityId: entityIdOf(target.name, target.key),
      operation: name,
      input: typeof input === "string" && input !== "" ? input : null,
    })),
  };
}

function allFailed({ exists, state, operations }: EntityBatch, message: string): EntityBatchResult {
  const result = JSON.stringify(message);
  return { exists, state, answers: operations.map(() => ({ failed: true, result })), signals: [] };
}
