/** Checks the whole app before anything starts: every binding has a service that can do what is asked, every trigger is accepted. */
import { expandSettings } from "./app-settings.js";
import {
  type Binding,
  type BindingService,
  HostError,
  type Logger,
  type RegisteredFunction,
} from "./binding-service.js";
import type { HostSettings } from "./host-json.js";
import type { FunctionPlan, ServedBinding } from "./invocation.js";
import { supportsRetry } from "./retry.js";
import type { WorkerFunction } from "./worker.js";

type PlanSettings = Pick<HostSettings, "functions" | "retryOptions">;

/** The plans by function id, each function registered with the service of its trigger. Throws a HostError that names the function. */
export function planFunctions(
  functions: readonly WorkerFunction[],
  services: readonly BindingService[],
  settings: PlanSettings,
  logger: Logger,
): ReadonlyMap<string, FunctionPlan> {
  const owners = new Map(
    services.flatMap((service) => service.types.map((type) => [type, service] as const)),
  );
  const plans = new Map<string, FunctionPlan>();
  for (const raw of chosen(functions, settings)) {
    const fn = registeredFunction(raw, settings, logger);
    const service = owners.get(fn.trigger.type.toLowerCase());
    if (service === undefined)
      throw new HostError(
        `"${fn.name}" has a trigger of type "${fn.trigger.type}", which this host does not offer. It offers: ${triggerTypes(services)}.`,
      );
    plans.set(fn.id, plan(fn, owners));
    service.register?.(fn);
  }
  return plans;
}

/** `functions` of host.json, when it is there, names those that run. */
function chosen(
  functions: readonly WorkerFunction[],
  { functions: names }: PlanSettings,
): readonly WorkerFunction[] {
  if (names === undefined) return functions;
  const unknown = names.find((name) => !functions.some((fn) => fn.name === name));
  if (unknown !== undefined)
    throw new HostError(
      `host.json lists the function "${unknown}", and the app registers none of that name.`,
    );
  return functions.filter(({ name }) => names.includes(name));
}

function registeredFunction(raw: WorkerFunction, settings: PlanSettings, logger: Logger): RegisteredFunction {
  const bindings = raw.bindings.map((binding) =>
    expandSettings(binding, `The binding "${binding.name}" of "${raw.name}"`),
  );
  const triggers = bindings.filter(isTrigger);
  const [trigger] = triggers;
  if (trigger === undefined || triggers.length > 1)
    throw new HostError(`"${raw.name}" has ${triggers.length} triggers; a function has exactly one.`);
  const { id, name, retryOptions } = raw;
  const fn: RegisteredFunction = { id, name, trigger, bindings };
  if (!supportsRetry(fn)) {
    if (retryOptions !== undefined)
      logger.warn(`The retry policy of "${name}" has no effect: Azure has none for "${trigger.type}".`);
    return fn;
  }
  const policy = retryOptions ?? settings.retryOptions;
  return policy === undefined ? fn : { ...fn, retryOptions: policy };
}

function isTrigger({ type }: Binding): boolean {
  return /trigger$/i.test(type);
}

function plan(fn: RegisteredFunction, owners: ReadonlyMap<string, BindingService>): FunctionPlan {
  const inputs: ServedBinding[] = [];
  const outputs = new Map<string, ServedBinding>();
  for (const binding of fn.bindings) {
    if (binding === fn.trigger) continue;
    const type = binding.type.toLowerCase();
    if (type === "http") {
      if (!/^httptrigger$/i.test(fn.trigger.type))
        throw new HostError(`"${fn.name}" has an http output, and no request that it could answer.`);
      continue;
    }
    const service = owners.get(type);
    const use = binding.direction === "out" ? "output" : "input";
    if (service?.[use] === undefined)
      throw new HostError(
        `"${fn.name}" has an ${use} binding of type "${binding.type}", which this host does not offer.`,
      );
    if (use === "output") outputs.set(binding.name, { binding, service });
    else inputs.push({ binding, service });
  }
  return { fn, inputs, outputs };
}

function triggerTypes(services: readonly BindingService[]): string {
  return services
    .flatMap(({ types }) => types)
    .filter((type) => type.endsWith("trigger"))
    .sort()
    .join(", ");
}
