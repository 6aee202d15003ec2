/** The instances in memory: those with something to do, and a bounded number of recent ones, so that the next episode need not read. */
import { hasEnded, type InstanceRow } from "./instance.js";
import { type InstanceRows, TAIL_MAX } from "./instance-rows.js";
import { LiveInstance } from "./live-instance.js";
import { Progress } from "./progress.js";
import type { DurableWorker, ExecutionView } from "./worker.js";

/** Idle instances kept, and the characters of history they may have together: a few megabytes, whatever the number of parked instances. */
const RESTING_MAX = 256;
const RESTING_HISTORY_MAX = 2_000_000;

export class LiveInstances {
  readonly #rows: InstanceRows;
  readonly #worker: DurableWorker;
  readonly #byId = new Map<string, LiveInstance>();
  /** The idle ones, the longest idle first, with the size of their history. */
  readonly #resting = new Map<LiveInstance, number>();
  #restingHistory = 0;

  constructor(rows: InstanceRows, worker: DurableWorker) {
    this.#rows = rows;
    this.#worker = worker;
  }

  /** The instance as it is now, from memory or from the store. */
  get(id: string): LiveInstance | undefined {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const row = this.#rows.byId(id);
    if (row === undefined) return undefined;
    const live = this.add(LiveInstance.stored(row));
    this.rest(live);
    return live;
  }

  /** The row as it is now, without bringing the instance into memory. */
  row(id: string): InstanceRow | undefined {
    const known = this.#byId.get(id);
    return known === undefined ? this.#rows.byId(id) : known.row;
  }

  /** Puts an instance under its id, in the place of the one that was there. */
  add(live: LiveInstance): LiveInstance {
    const before = this.#byId.get(live.row.id);
    if (before !== undefined) this.#stir(before);
    this.#byId.set(live.row.id, live);
    return live;
  }

  drop(live: LiveInstance): void {
    this.#stir(live);
    if (this.#byId.get(live.row.id) === live) this.#byId.delete(live.row.id);
  }

  /** What the execution has open and how the worker sees it; reads the history when it is not in memory. */
  load(live: LiveInstance): { progress: Progress; view: ExecutionView } {
    if (live.loaded !== undefined) return live.loaded;
    const loaded = { progress: new Progress(), view: this.#worker.view(live.row.id) };
    const events = live.stored ? this.#rows.history(live.row) : [];
    loaded.progress.append(events);
    loaded.view.append(events);
    live.loaded = loaded;
    return loaded;
  }

  /** Called when the instance may have become idle: keeps it for a while, and lets those go that have been idle longest. */
  rest(live: LiveInstance): void {
    if (this.#byId.get(live.row.id) !== live || !live.idle) return;
    if (hasEnded(live.row.status)) return this.drop(live);
    this.#stir(live);
    const size = live.row.chunks * TAIL_MAX + live.row.tail.length;
    this.#resting.set(live, size);
    this.#restingHistory += size;
    for (const oldest of this.#resting.keys()) {
      if (this.#resting.size <= RESTING_MAX && this.#restingHistory <= RESTING_HISTORY_MAX) return;
      this.drop(oldest);
    }
  }

  /** Called when something is about to happen to the instance: it may not be let go. */
  wake(live: LiveInstance): void {
    this.#stir(live);
    this.#byId.set(live.row.id, live);
  }

  #stir(live: LiveInstance): void {
    const size = this.#resting.get(live);
    if (size === undefined) return;
    this.#resting.delete(live);
    this.#restingHistory -= size;
  }
}
