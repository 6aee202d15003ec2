/** Runs the app in this process, in the order of the Node worker: arguments, preInvocation hooks, handler, postInvocation hooks, response. */
import { loadApp } from "./app-loader.js";
import type { AppRegistration, LogEntry, RegisteredCallback } from "./app-registration.js";
import { asError } from "./as-error.js";
import { type Binding, HostError, type InvocationResponse, type NamedData } from "./binding-service.js";
import type { FunctionLog } from "./function-log.js";
import { withLazyRequest } from "./http/lazy-request.js";
import { plainResponse } from "./http/plain-response.js";
import { isRecord } from "./json-file.js";
import type {
  CoreBinding,
  CoreInvocationContext,
  CoreRequest,
  CoreResponse,
  FunctionCallback,
  FunctionMetadata,
  HookName,
  InvocationState,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from "./programming-model.js";
import type { Worker, WorkerApp, WorkerFunction, WorkerRequest } from "./worker.js";

export function inProcessWorker(appFolder: string, log: FunctionLog): Worker {
  return new InProcessWorker(appFolder, log);
}

class InProcessWorker implements Worker {
  readonly #folder: string;
  readonly #write: FunctionLog;
  readonly #appHookData: Record<string, unknown> = {};
  /** Seen by appStart and appTerminate alone. */
  readonly #startHookData: Record<string, unknown> = {};
  #app: AppRegistration | undefined;
  #model: ProgrammingModel | undefined;
  /** Functions that answer a request by their return value and write nothing else. */
  readonly #plainHttp = new Set<string>();

  constructor(folder: string, write: FunctionLog) {
    this.#folder = folder;
    this.#write = write;
  }

  async start(): Promise<WorkerApp> {
    const app = await loadApp(this.#folder);
    const model = app.model;
    if (app.functions.size === 0 || model === undefined)
      throw new HostError(
        `${this.#folder} registers no function: "main" must lead to calls such as app.http(...).`,
      );
    this.#app = app;
    this.#model = model;
    app.log = (entry) => this.#log(entry);
    await this.#runAppHooks("appStart");
    const capabilities = (await model.getCapabilities?.({})) ?? {};
    const httpUri = capabilities["HttpUri"];
    if (httpUri === undefined)
      for (const fn of app.functions.values()) if (isPlainHttp(fn.metadata)) this.#plainHttp.add(fn.id);
    return {
      functions: [...app.functions.values()].map(workerFunction),
      ...(httpUri !== undefined && { httpUri }),
    };
  }

  async stop(): Promise<void> {
    if (this.#app !== undefined) await this.#runAppHooks("appTerminate");
  }

  async invoke(functionId: string, request: WorkerRequest): Promise<InvocationResponse> {
    const fn = this.#app?.functions.get(functionId);
    if (fn === undefined || this.#app === undefined || this.#model === undefined)
      return { kind: "failed", error: new Error(`The function "${functionId}" is not loaded.`) };
    try {
      return await this.#run(this.#app, this.#model, fn, request);
    } catch (error) {
      return { kind: "failed", error: asError(error) };
    }
  }

  async #run(
    app: AppRegistration,
    programmingModel: ProgrammingModel,
    fn: RegisteredCallback,
    request: WorkerRequest,
  ): Promise<InvocationResponse> {
    const isPlain = this.#plainHttp.has(fn.id);
    const inputData = isPlain ? request.inputData.map(lazily) : request.inputData;
    const core = new CoreContext(fn, { ...request, inputData, functionId: fn.id }, this.#log);
    const model = await programmingModel.getInvocationModel(core);
    const { context, inputs } = await model.getArguments();
    core.invocationContext = context;
    const { preInvocation, postInvocation } = app.hooks;
    // Most apps have no hooks: then their contexts need not be built.
    const hookData = preInvocation.length + postInvocation.length > 0 ? {} : undefined;
    core.hookData = hookData;

    let arguments_: unknown[] = inputs;
    let callback: FunctionCallback = fn.callback;
    if (preInvocation.length > 0) {
      const before = this.#hookContext(hookData, context, {
        functionCallback: callback,
        inputs,
      });
      core.state = "preInvocationHooks";
      for (const hook of [...preInvocation]) await hook(before);
      ({ inputs: arguments_, functionCallback: callback } = before);
    }

    let result: unknown = null;
    let error: unknown = null;
    core.state = "invocation";
    try {
      result = await model.invokeFunction(context, arguments_, callback);
    } catch (thrown) {
      error = thrown;
    }
    if (postInvocation.length > 0) {
      const after = this.#hookContext(hookData, context, { inputs: arguments_, result, error });
      core.state = "postInvocationHooks";
      for (const hook of [...postInvocation]) await hook(after);
      ({ result, error } = after);
    }
    core.state = undefined;
    // As in the worker, a thrown null or undefined is no error.
    if (error !== null && error !== undefined) throw error;
    const plain = isPlain ? plainResponse(result) : undefined;
    if (plain !== undefined) return { kind: "succeeded", outputs: NO_OUTPUTS, returnValue: plain, result };
    return response(await model.getResponse(context, result), result);
  }

  /** What hooks see. Replacing hookData or the context is refused, as the worker refuses it. */
  #hookContext<T extends object>(hookData: object | undefined, invocationContext: unknown, changeable: T): T {
    return Object.defineProperties(changeable, {
      hookData: readOnly("hookData", hookData),
      appHookData: readOnly("appHookData", this.#appHookData),
      invocationContext: readOnly("invocationContext", invocationContext),
    });
  }

  async #runAppHooks(name: HookName & `app${string}`): Promise<void> {
    const context = Object.defineProperties(
      { functionAppDirectory: this.#folder },
      {
        hookData: readOnly("hookData", this.#startHookData),
        appHookData: readOnly("appHookData", this.#appHookData),
      },
    );
    for (const hook of [...(this.#app?.hooks[name] ?? [])]) {
      try {
        await hook(context);
      } catch (error) {
        if (name === "appStart")
          throw new HostError(`An appStart hook of the app failed: ${asError(error).message}`, {
            cause: error,
          });
        this.#write({
          level: "error",
          category: "system",
          message: `An appTerminate hook failed: ${asError(error)}`,
        });
      }
    }
  }

  /** Every line of the app passes its log hooks, which may change level and message. */
  readonly #log: LogWithContext = (entry, hookData, invocationContext) => {
    const hooks = this.#app?.hooks.log ?? [];
    if (hooks.length === 0) return this.#write(entry);
    const changeable = Object.defineProperties(
      { level: entry.level, message: entry.message },
      {
        category: readOnly("category", entry.category),
        invocationContext: readOnly("invocationContext", invocationContext),
        hookData: readOnly("hookData", hookData ?? {}),
        appHookData: readOnly("appHookData", this.#appHookData),
      },
    );
    for (const hook of [...hooks]) hook(changeable);
    this.#write({ ...entry, level: changeable.level, message: String(changeable.message) });
  };
}

type LogWithContext = (entry: LogEntry, hookData?: object, invocationContext?: unknown) => void;

/** One per invocation, so a class: its methods are shared. */
class CoreContext implements CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: CoreRequest;
  state: InvocationState | undefined;
  invocationContext: unknown;
  hookData: object | undefined;
  readonly #log: LogWithContext;

  constructor(fn: RegisteredCallback, request: CoreRequest, log: LogWithContext) {
    this.invocationId = request.invocationId;
    this.metadata = fn.metadata;
    this.request = request;
    this.#log = log;
  }

  log(level: LogLevel, category: LogCategory, message: string): void {
    this.#log(
      { level, category, message, functionName: this.metadata.name, invocationId: this.invocationId },
      this.hookData,
      this.invocationContext,
    );
  }
}

function readOnly(name: string, value: unknown): PropertyDescriptor {
  return {
    enumerable: true,
    get: () => value,
    set() {
      throw Object.assign(new TypeError(`Cannot assign to read only property '${name}'`), {
        isAzureFunctionsSystemError: true,
      });
    },
  };
}

function isPlainHttp({ bindings }: FunctionMetadata): boolean {
  const all = Object.entries(bindings);
  const outputs = all.filter(([, binding]) => binding.direction === "out");
  const [output] = outputs;
  return (
    all.some(([, { type }]) => type.toLowerCase() === "httptrigger") &&
    outputs.length === 1 &&
    output?.[0] === "$return" &&
    output[1].type.toLowerCase() === "http"
  );
}

function lazily(input: NamedData): NamedData {
  const { http } = input.data;
  return isRecord(http) ? { name: input.name, data: { http: withLazyRequest(http) } } : input;
}

function workerFunction({ id, metadata }: RegisteredCallback): WorkerFunction {
  const bindings = Object.entries(metadata.bindings).map(
    ([name, binding]): Binding => ({ ...binding, name, direction: direction(metadata.name, name, binding) }),
  );
  return {
    id,
    name: metadata.name,
    bindings,
    ...(metadata.retryOptions !== undefined && { retryOptions: metadata.retryOptions }),
  };
}

function direction(functionName: string, bindingName: string, binding: CoreBinding): Binding["direction"] {
  const given = binding.direction?.toLowerCase() ?? "in";
  if (given !== "in" && given !== "out" && given !== "inout")
    throw new HostError(
      `The function "${functionName}" has a binding "${bindingName}" of direction "${given}".`,
    );
  return given;
}

const NO_OUTPUTS: readonly NamedData[] = [];

function response(core: CoreResponse, result: unknown): InvocationResponse {
  const { outputData, returnValue } = core;
  const outputs: readonly NamedData[] =
    outputData === null || outputData === undefined || outputData.length === 0
      ? NO_OUTPUTS
      : outputData.flatMap(({ name, data }) => (name && data ? [{ name, data }] : []));
  return returnValue === null || returnValue === undefined
    ? { kind: "succeeded", outputs, result }
    : { kind: "succeeded", outputs, returnValue, result };
}
