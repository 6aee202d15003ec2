/** What an app has registered while it was loaded: its functions, its hooks and the programming model they speak. */
import {
  type FunctionCallback,
  type FunctionMetadata,
  HOOK_NAMES,
  type HookCallback,
  type HookName,
  type LogCategory,
  type LogLevel,
  type ProgrammingModel,
} from "./programming-model.js";

export type RegisteredCallback = {
  readonly id: string;
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
};

export type LogEntry = {
  readonly level: LogLevel;
  readonly category: LogCategory;
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
};

/** What the library recognizes as an error of the platform rather than of the app. */
export class CoreError extends Error {
  readonly isAzureFunctionsSystemError = true;
}

/** Releases what a registration holds; the shape `@azure/functions` expects of the core module's class. */
export class Disposable {
  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  #release: (() => void) | undefined;

  constructor(release: () => void) {
    this.#release = release;
  }

  dispose(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

export class AppRegistration {
  readonly functions = new Map<string, RegisteredCallback>();
  readonly hooks: Readonly<Record<HookName, HookCallback[]>> = {
    appStart: [],
    appTerminate: [],
    preInvocation: [],
    postInvocation: [],
    log: [],
  };
  model: ProgrammingModel | undefined;
  /** Where log lines go: the host that runs the app now. */
  log: (entry: LogEntry) => void = () => {};
  /** Set when the entry points have been loaded; functions come only before. */
  locked = false;

  /** Throws CoreError after start-up and on an id that is taken. */
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (this.locked)
      throw new CoreError(
        `The function "${metadata.name}" comes too late: functions can only be registered during app startup.`,
      );
    const id = metadata.functionId ?? metadata.name;
    if (this.functions.has(id))
      throw new CoreError(`A function with id "${id}" has already been registered.`);
    this.functions.set(id, { id, metadata, callback });
    return new Disposable(() => {
      if (this.locked) throw new CoreError("A function can only be disposed during app startup.");
      this.functions.delete(id);
    });
  }

  /** Hooks may come at any time. An unknown name is the RangeError by which the library knows an old host. */
  registerHook(name: string, callback: HookCallback): Disposable {
    const known = HOOK_NAMES.find((hook) => hook === name);
    if (known === undefined)
      throw Object.assign(new RangeError(`Unrecognized hook "${name}".`), {
        isAzureFunctionsSystemError: true,
      });
    const callbacks = this.hooks[known];
    callbacks.push(callback);
    return new Disposable(() => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    });
  }
}
