/**
 * The little of Durable Functions that orchestrations use. Their rule: only these calls and the domain, nothing else, because a running
 * instance is replayed from its history and must come to the same calls in the same order.
 */

/** A call under way; yielded, it gives its result. */
export type Task = { isCompleted: boolean; isFaulted: boolean; result?: unknown };

export type TimerTask = Task & { isCanceled: boolean; cancel: () => void };

export type DurableContext = {
  readonly df: {
    getInput<T>(): T | undefined;
    /** The time of the present turn; the same when it is replayed. */
    readonly currentUtcDateTime: Date;
    callActivity(name: string, input?: unknown): Task;
    waitForExternalEvent(name: string): Task;
    createTimer(fireAt: Date): TimerTask;
    readonly Task: { any: (tasks: Task[]) => Task };
  };
};
