/** One invocation, from the trigger's data to the written outputs: what stands between the services and the worker. */

import type { HostClock, WorkTracker } from "../../adapters/embedded/time/host-clock.js";
import type { Ids } from "../../application/ports/ids.js";
import { asError } from "./as-error.js";
import type {
  Binding,
  BindingService,
  InvocationRequest,
  InvocationResponse,
  Invoke,
  Logger,
  NamedData,
  RegisteredFunction,
} from "./binding-service.js";
import { type TimeLimit, timeLimit } from "./time-limit.js";
import type { Worker, WorkerRequest } from "./worker.js";

/** A binding that the host itself fills or writes, with the service that does it. */
export type ServedBinding = { readonly binding: Binding; readonly service: BindingService };

/** What is settled about a function before its first invocation. */
export type FunctionPlan = {
  readonly fn: RegisteredFunction;
  readonly inputs: readonly ServedBinding[];
  /** By binding name. An HTTP output is not among them: the trigger carries it. */
  readonly outputs: ReadonlyMap<string, ServedBinding>;
};

export type InvocationHost = {
  readonly worker: Worker;
  readonly work: WorkTracker;
  readonly ids: Ids;
  readonly clock: HostClock;
  readonly logger: Logger;
  /** Milliseconds; undefined: no limit. */
  readonly functionTimeoutMs: number | undefined;
};

const RETURN = "$return";

export function invoker(plans: ReadonlyMap<string, FunctionPlan>, host: InvocationHost): Invoke {
  const limit =
    host.functionTimeoutMs === undefined ? undefined : timeLimit(host.functionTimeoutMs, host.clock);
  return async (functionId, request) => {
    const plan = plans.get(functionId);
    if (plan === undefined)
      return { kind: "failed", error: new Error(`There is no function "${functionId}".`) };
    const invocationId = request.invocationId ?? host.ids.next();
    const end = host.work.begin();
    let response: InvocationResponse;
    try {
      response = await run(plan, request, invocationId, host, limit);
    } catch (error) {
      response = { kind: "failed", error: asError(error) };
    } finally {
      end();
    }
    if (response.kind === "failed" && request.reportsFailure !== true)
      host.logger.error(`The function "${plan.fn.name}" failed: ${response.error.message}`, {
        function: plan.fn.name,
        invocationId,
        error: response.error,
      });
    return response;
  };
}

async function run(
  plan: FunctionPlan,
  request: InvocationRequest,
  invocationId: string,
  host: InvocationHost,
  limit: TimeLimit | undefined,
): Promise<InvocationResponse> {
  const trigger: NamedData = { name: plan.fn.trigger.name, data: request.trigger };
  const workerRequest: WorkerRequest = {
    ...request,
    invocationId,
    inputData: plan.inputs.length === 0 ? [trigger] : [trigger, ...(await inputs(plan, request))],
  };
  const running = host.worker.invoke(plan.fn.id, workerRequest);
  const response = await (limit === undefined ? running : limit.within(running, plan.fn.name));
  if (response.kind === "succeeded" && plan.outputs.size > 0) await writeOutputs(plan, response);
  return response;
}

function inputs({ fn, inputs }: FunctionPlan, request: InvocationRequest): Promise<NamedData[]> {
  return Promise.all(
    inputs.map(async ({ binding, service }) => ({
      name: binding.name,
      data: (await service.input?.(binding, fn, request)) ?? {},
    })),
  );
}

/** Before the trigger is settled: a message is complete, and a caller is answered, only when what the function wrote is stored. */
async function writeOutputs(
  { fn, outputs }: FunctionPlan,
  response: InvocationResponse & { readonly kind: "succeeded" },
): Promise<void> {
  const written = [...response.outputs];
  if (response.returnValue !== undefined) written.push({ name: RETURN, data: response.returnValue });
  await Promise.all(
    written.map(async ({ name, data }) => {
      const served = outputs.get(name);
      await served?.service.output?.(served.binding, data, fn);
    }),
  );
}
