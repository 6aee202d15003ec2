/** The shapes that `@azure/functions` and its host exchange in one process (`@azure/functions-core`): hosts.md section 1. */
import type { NamedData, TypedData } from "./binding-service.js";

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";
export type LogCategory = "user" | "system" | "customMetric";

/** The app's handler. The library passes the inputs and the invocation context. */
export type FunctionCallback = (...inputs: readonly unknown[]) => unknown;

/** A binding as registered; its name is the key under which it stands in the metadata. */
export type CoreBinding = {
  readonly type: string;
  readonly direction?: string;
  readonly [option: string]: unknown;
};

export type FunctionMetadata = {
  readonly name: string;
  readonly functionId?: string;
  readonly bindings: Readonly<Record<string, CoreBinding>>;
  readonly retryOptions?: Readonly<Record<string, unknown>>;
};

export type CoreRequest = {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly NamedData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: unknown;
  readonly traceContext?: unknown;
};

export type InvocationState = "preInvocationHooks" | "invocation" | "postInvocationHooks";

/** What the library is told about one invocation. */
export type CoreInvocationContext = {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: CoreRequest;
  /** The library warns of a log call after the end, which it knows by this. */
  state: InvocationState | undefined;
  log(level: LogLevel, category: LogCategory, message: string): void;
};

export type CoreResponse = {
  readonly outputData?: readonly { readonly name?: string | null; readonly data?: TypedData | null }[] | null;
  readonly returnValue?: TypedData | null;
};

export type InvocationModel = {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: readonly unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<CoreResponse>;
};

export type ProgrammingModel = {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(
    capabilities: Record<string, string>,
  ): Record<string, string> | Promise<Record<string, string>>;
};

export const HOOK_NAMES = ["appStart", "appTerminate", "preInvocation", "postInvocation", "log"] as const;
export type HookName = (typeof HOOK_NAMES)[number];
export type HookCallback = (context: object) => unknown;
