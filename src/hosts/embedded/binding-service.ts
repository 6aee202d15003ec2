/**
 * The seam inside the embedded host: one service per simulated Azure service (HTTP, timers, Service Bus, Cosmos DB, Durable Task),
 * each owning the bindings of its types. The host loads the app, gives each function to the service of its trigger, and invokes.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

/** A binding as the app registered it: `type` and `direction` plus the options of its type. */
export type Binding = {
  readonly name: string;
  readonly type: string;
  readonly direction: "in" | "out" | "inout";
  readonly [option: string]: unknown;
};

/** The worker protocol's typed value: exactly one property is set (docs: hosts.md section 1, RpcTypedData). */
export type TypedData = {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: unknown;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] };
};

export type NamedData = { readonly name: string; readonly data: TypedData };

export type RegisteredFunction = {
  readonly id: string;
  readonly name: string;
  readonly trigger: Binding;
  /** All bindings, the trigger included. `$return` is the binding of the return value. */
  readonly bindings: readonly Binding[];
  /** From registration: `{strategy: "fixedDelay" | "exponentialBackoff", maxRetryCount, delayInterval, minimumInterval, maximumInterval}` as the library gives it. */
  readonly retryOptions?: Readonly<Record<string, unknown>>;
};

export type InvocationRequest = {
  /** The trigger's own data, under the trigger's binding name. Other input bindings are filled by the host. */
  readonly trigger: TypedData;
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: {
    readonly retryCount: number;
    readonly maxRetryCount: number;
    /** Why the attempt before failed. */
    readonly exception?: { readonly message: string; readonly stackTrace?: string };
  };
  /** W3C trace context of whoever caused the invocation. */
  readonly traceContext?: { readonly traceParent: string; readonly traceState?: string };
  /** Only for a trigger that must know the id beforehand; the host makes one otherwise. */
  readonly invocationId?: string;
  /** The service says itself what a failure means: the host does not log it. An orchestrator fails with its whole state in the message. */
  readonly reportsFailure?: true;
};

export type InvocationResponse =
  | {
      readonly kind: "succeeded";
      readonly outputs: readonly NamedData[];
      readonly returnValue?: TypedData;
      /** The handler's own result object, only from the in-process worker; absent when a worker in another process answered. */
      readonly result?: unknown;
    }
  | { readonly kind: "failed"; readonly error: Error };

/** Runs a function once: fills inputs, runs hooks and handler, writes output bindings. Never rejects. Counted as work. */
export type Invoke = (functionId: string, request: InvocationRequest) => Promise<InvocationResponse>;

export type BindingService = {
  /** Binding types it owns, lower case: `["httptrigger", "http"]`. A function whose trigger type nobody owns stops the start with a message. */
  readonly types: readonly string[];
  /** Called once for each function triggered by one of `types`, before start. Throws a HostError on options it cannot honour. */
  register?(fn: RegisteredFunction): void;
  /** The value of a non-trigger input binding of one of `types` for one invocation; `request` is what its `{expressions}` refer to. */
  input?(binding: Binding, fn: RegisteredFunction, request: InvocationRequest): Promise<TypedData>;
  /** Carries out an output binding; resolves when it is durable. The trigger is settled only afterwards. */
  output?(binding: Binding, data: TypedData, fn: RegisteredFunction): Promise<void>;
  /** Keys of host.json `extensions` it understands: each validates its section and throws a HostError on what it cannot honour. */
  readonly hostJson?: { readonly [section: string]: (value: unknown) => void };
  /** Paths it answers itself (webhooks of the Durable extension), tried before the app's routes. */
  readonly mounts?: readonly Mount[];
  start(invoke: Invoke): Promise<void>;
  /** Stops taking new work; resolves when what was under way has ended. */
  stop(): Promise<void>;
};

export type Mount = {
  /** Begins with `/`; matches itself and everything below it. */
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
};

/** A mistake in the app or its settings that the person who starts the host must mend: printed without a stack trace. */
export class HostError extends Error {
  override readonly name = "HostError";
}

/** One JSON object a line, or friendly lines on a terminal. Never given tokens or passwords. */
export type Logger = {
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
};
