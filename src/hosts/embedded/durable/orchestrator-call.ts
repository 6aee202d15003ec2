/** Runs an orchestrator function once and reads its answer (hosts.md section 2.3). */
import type { Invoke, RegisteredFunction } from "../binding-service.js";
import type { Answer } from "./decide.js";
import { isOrchestratorState, STATE_LABEL } from "./sdk-protocol.js";

/** `trigger`: the JSON of the orchestration trigger. Never rejects. */
export async function callOrchestrator(
  invoke: Invoke,
  fn: RegisteredFunction,
  trigger: string,
): Promise<Answer> {
  const response = await invoke(fn.id, { trigger: { string: trigger }, reportsFailure: true });
  if (response.kind === "failed") return failedAnswer(response.error);
  const { result, returnValue } = response;
  // Only the in-process worker has the SDK's own objects; another worker has sent them as JSON.
  const state = result ?? parse(returnValue?.json ?? returnValue?.string);
  if (isOrchestratorState(state)) return { kind: "state", state, stack: "" };
  const message = "it did not answer as a durable-functions orchestrator does";
  return { kind: "broken", message, stack: "Register it with df.app.orchestration(name, generator)." };
}

function failedAnswer(error: Error): Answer {
  const label = error.message.indexOf(STATE_LABEL);
  const state = label < 0 ? undefined : parse(error.message.slice(label + STATE_LABEL.length));
  if (!isOrchestratorState(state))
    return { kind: "broken", message: error.message, stack: error.stack ?? "" };
  return {
    kind: "state",
    state: { ...state, error: state.error ?? "" },
    stack: `Message: ${state.error ?? ""}`,
  };
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
