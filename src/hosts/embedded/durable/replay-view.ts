/** One execution as durable-functions 3.x replays it: keeps the history as the JSON the SDK reads, so that an episode only adds to it. */
import type {
  Arrival,
  ExecutionStarted,
  Failure,
  HistoryEvent,
} from "../../../adapters/embedded/durable/history.js";
import type { Decision, ExecutionView } from "../../../adapters/embedded/durable/worker.js";
import { type Answer, type DecideContext, decide } from "./decide.js";
import { Plan } from "./plan.js";
import { SCHEMA_V4 } from "./sdk-protocol.js";
import { toldAs } from "./told-as.js";

export type ReplayContext = Omit<DecideContext, "plan" | "name"> & {
  /** Runs the orchestrator's function on the trigger's JSON. Never rejects. */
  replay(name: string, trigger: string): Promise<Answer>;
  /** An orchestration has failed: told once, when that is decided. */
  readonly failed: (instanceId: string, failure: Failure) => void;
  /** Milliseconds between polls of callHttp when the answer does not say. */
  readonly httpPollMs: number;
};

export class ReplayView implements ExecutionView {
  readonly #instanceId: string;
  readonly #context: ReplayContext;
  readonly #plan: Plan;
  /** Events told in earlier episodes, as the SDK reads them, joined by commas. */
  #told = "";
  #start: ExecutionStarted | undefined;
  /** Whether the plan has already taken in the episode that comes to `append` next. */
  #isAhead = false;

  constructor(instanceId: string, context: ReplayContext) {
    this.#instanceId = instanceId;
    this.#context = context;
    this.#plan = new Plan(context.httpPollMs);
  }

  /** All, up to the first that may make the SDK give out numbers by itself. */
  take(arrivals: readonly Arrival[]): number {
    const last = arrivals.findIndex((arrival) => this.#plan.mayNumber(arrival));
    return last < 0 ? arrivals.length : last + 1;
  }

  async run(at: number, arrivals: readonly Arrival[]): Promise<Decision> {
    const [first] = arrivals;
    if (first?.type === "executionStarted") this.#start = first;
    if (this.#start === undefined)
      throw new Error(`Instance ${this.#instanceId} has no start in its history.`);
    const { name } = this.#start;
    const answer = await this.#context.replay(name, this.#trigger(this.#start, at, arrivals));
    this.#isAhead = true;
    const decision = decide({ ...this.#context, plan: this.#plan, name }, answer, arrivals, at);
    if (decision.outcome.kind === "failed") this.#context.failed(this.#instanceId, decision.outcome.failure);
    return decision;
  }

  append(events: readonly HistoryEvent[]): void {
    for (const event of events) {
      if (event.type === "executionStarted") this.#start = event;
      const told = toldAs(event, true);
      if (told !== "") this.#told = this.#told === "" ? told : `${this.#told},${told}`;
    }
    if (this.#isAhead && events[0]?.type === "episodeStarted") this.#isAhead = false;
    else this.#plan.append(events);
  }

  /** The JSON of the orchestration trigger (hosts.md section 2.1). */
  #trigger({ input, parent }: ExecutionStarted, at: number, arrivals: readonly Arrival[]): string {
    let history = toldAs({ type: "episodeStarted", at }, false);
    for (const arrival of arrivals) history += `,${toldAs(arrival, false)}`;
    const before = this.#told === "" ? "" : `${this.#told},`;
    const given = input === null ? "" : `"input":${input},`;
    const parentId = parent === undefined ? "" : `"parentInstanceId":${JSON.stringify(parent.instanceId)},`;
    return (
      `{"history":[${before}${history}],${given}${parentId}"instanceId":${JSON.stringify(this.#instanceId)},` +
      `"isReplaying":${this.#told !== ""},${SETTINGS}"defaultHttpAsyncRequestSleepTimeMillseconds":${this.#context.httpPollMs}}`
    );
  }
}

/** The values of the Azure Storage provider: long timers take the same path here as there. */
const SETTINGS =
  `"upperSchemaVersion":1,"upperSchemaVersionNew":${SCHEMA_V4},` +
  `"maximumShortTimerDuration":"6.00:00:00","longRunningTimerIntervalDuration":"3.00:00:00",`;
