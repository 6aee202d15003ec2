/** Says to the WorkTracker, as one piece of work, that something deliverable waits or is under way in a queue. */
import type { WorkTracker } from "../time/host-clock.js";

export class BusySign {
  readonly #work: WorkTracker;
  readonly #isPending: () => boolean;
  #underWay = 0;
  #endWork: (() => void) | undefined;

  /** `isPending`: whether something waits that somebody could be given now. */
  constructor(work: WorkTracker, isPending: () => boolean) {
    this.#work = work;
    this.#isPending = isPending;
  }

  /** A delivery or a write has begun. */
  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    this.update();
  }

  update(): void {
    if (this.#underWay > 0 || this.#isPending()) this.#endWork ??= this.#work.begin();
    else this.takeDown();
  }

  takeDown(): void {
    this.#endWork?.();
    this.#endWork = undefined;
  }
}
