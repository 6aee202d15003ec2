/** The JSON that durable-functions 3.x answers with (docs: hosts.md section 2.3), as far as the host reads it. */

/** The SDK's numbers of what an orchestrator can ask for. */
export const ACTION = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

export type SdkRetryOptions = {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
};

type SdkHttpRequest = {
  readonly method: string;
  readonly uri: string;
  readonly content?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokenSource?: unknown;
  readonly asynchronousPatternEnabled?: boolean;
};

/** One action; which properties it has depends on its type. From the in-process worker it is the SDK's own object. */
export type SdkAction = {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly retryOptions?: SdkRetryOptions;
  readonly instanceId?: string;
  readonly version?: string;
  readonly fireAt?: Date | string;
  readonly isCanceled?: boolean;
  readonly externalEventName?: string;
  readonly operation?: string;
  readonly httpRequest?: SdkHttpRequest;
  readonly compoundActions?: readonly SdkAction[];
  readonly lockSet?: readonly { readonly name: string; readonly key: string }[];
  readonly lockRequestId?: string;
};

export type SdkOrchestratorState = {
  readonly isDone: boolean;
  /** One array (schema V2 and later): one action for each yield since the execution began. */
  readonly actions: readonly (readonly SdkAction[])[];
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
  readonly failureDetails?: unknown;
};

/** What an orchestrator that throws puts between its message and the JSON of its state. */
export const STATE_LABEL = "\n\n$OutOfProcData$:";

/** Schema V4 of the protocol: entity locks, long timers, polling in callHttp. */
export const SCHEMA_V4 = 3;

/** The SDK splits longer timers into pieces of three days (values of the Azure Storage provider), in milliseconds. */
export const SHORT_TIMER_MAX_MS = 6 * 86_400_000;
export const LONG_TIMER_PIECE_MS = 3 * 86_400_000;

/** The name under which a task is a call of callHttp and no activity of the app; the extension uses it too. */
export const HTTP_TASK = "BuiltIn::HttpActivity";

/** Whether the value is an orchestrator's state; anything else is a broken answer. */
export function isOrchestratorState(value: unknown): value is SdkOrchestratorState {
  return (
    typeof value === "object" &&
    value !== null &&
    "isDone" in value &&
    typeof value.isDone === "boolean" &&
    "actions" in value &&
    Array.isArray(value.actions) &&
    value.actions.every((one) => Array.isArray(one))
  );
}
