/**
 * What runs the app's code: in this process (in-process-worker.ts), or the production Node worker behind its gRPC protocol, which can
 * take the same place. The host beside it knows triggers and bindings; the worker knows functions.
 */
import type { Binding, InvocationResponse, NamedData, TypedData } from "./binding-service.js";

/** A function as the app registered it; texts still hold `%SETTING%`. */
export type WorkerFunction = {
  readonly id: string;
  readonly name: string;
  readonly bindings: readonly Binding[];
  readonly retryOptions?: Readonly<Record<string, unknown>>;
};

export type WorkerApp = {
  readonly functions: readonly WorkerFunction[];
  /** Where the worker takes HTTP requests itself (`app.setup({ enableHttpStream: true })`): `http://localhost:PORT/`. */
  readonly httpUri?: string;
};

export type WorkerRequest = {
  readonly invocationId: string;
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: Readonly<Record<string, unknown>>;
  readonly traceContext?: { readonly traceParent: string; readonly traceState?: string };
};

export type Worker = {
  /** Loads the app, runs its appStart hooks and says what it registered. Throws a HostError when the app cannot be loaded. */
  start(): Promise<WorkerApp>;
  /** Runs hooks and handler once. Never rejects: what the app throws is a failed response. */
  invoke(functionId: string, request: WorkerRequest): Promise<InvocationResponse>;
  /** Runs the appTerminate hooks. No invocation may follow. */
  stop(): Promise<void>;
};
