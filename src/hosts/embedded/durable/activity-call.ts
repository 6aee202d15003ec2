/** Runs an activity function once: its input as JSON in, its result or failure as JSON out. */
import type { Failure } from "../../../adapters/embedded/durable/history.js";
import type { Task, TaskResult } from "../../../adapters/embedded/durable/worker.js";
import type { Invoke, RegisteredFunction, TypedData } from "../binding-service.js";
import { jsonRecord } from "./json-record.js";

/** Never rejects. */
export async function callActivity(invoke: Invoke, fn: RegisteredFunction, task: Task): Promise<TaskResult> {
  const response = await invoke(fn.id, {
    trigger: { string: task.input },
    triggerMetadata: { instanceId: { json: JSON.stringify(task.instanceId) } },
  });
  return response.kind === "succeeded"
    ? { kind: "completed", result: resultText(response.returnValue) }
    : { kind: "failed", failure: failureOf(task.name, response.error) };
}

function resultText(value: TypedData | undefined): string {
  if (value === undefined) return "null";
  if (value.json !== undefined) return value.json;
  if (value.string !== undefined) return JSON.stringify(value.string);
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString("base64"));
  return String(value.int ?? value.double ?? null);
}

function failureOf(name: string, error: Error): Failure {
  const facts = failureFacts(error.message);
  const message = facts === undefined ? error.message : String(facts["ErrorMessage"]);
  return {
    reason: `Activity function '${name}' failed: ${message}`,
    details: error.stack ?? "",
    ...(facts !== undefined && { facts }),
  };
}

/** An app with an exception properties provider throws its failure as JSON, which the SDK reads back in the form of .NET. */
function failureFacts(message: string): Readonly<Record<string, unknown>> | undefined {
  const { errorType, errorMessage, stackTrace, isNonRetriable, properties } = message.startsWith("{")
    ? jsonRecord(message)
    : {};
  if (typeof errorType !== "string" || typeof errorMessage !== "string" || properties === undefined)
    return undefined;
  return {
    ErrorType: errorType,
    ErrorMessage: errorMessage,
    StackTrace: stackTrace,
    IsNonRetriable: isNonRetriable === true,
    Properties: properties,
  };
}
