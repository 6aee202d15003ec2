/** Brings what has fallen due to whom it concerns: timers to orchestrations, delayed signals to entities. One alarm, pages of rows. */

import { Alarm } from "./alarm.js";
import type { Hub } from "./hub.js";
import type { DueTimer } from "./timers.js";

/** Timers brought in one turn of the event loop. */
const PAGE = 256;

export type WakeUpReceivers = {
  fired(timer: DueTimer): void;
  wakeEntity(entityId: string): void;
};

export class WakeUps {
  readonly #hub: Hub;
  readonly #receivers: WakeUpReceivers;
  readonly #calm: () => void;
  readonly #alarm: Alarm;
  #sweeping = false;
  #stopped = true;

  constructor(hub: Hub, receivers: WakeUpReceivers, calm: () => void) {
    this.#hub = hub;
    this.#calm = calm;
    this.#receivers = receivers;
    this.#alarm = new Alarm(hub.clock, () => this.#sweep());
  }

  /** Whether more is due than one turn could bring. */
  get busy(): boolean {
    return this.#sweeping;
  }

  start(): void {
    this.#stopped = false;
    this.#setAlarm();
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm.stop();
  }

  alarmAt(atMs: number): void {
    if (!this.#stopped) this.#alarm.notLaterThan(atMs);
  }

  #sweep(): void {
    this.#sweeping = false;
    if (this.#stopped) return;
    const now = this.#hub.clock.nowMs();
    const timers = this.#hub.timers.takeDue(now, PAGE);
    for (const timer of timers) this.#receivers.fired(timer);
    const mails = this.#bringDelayed(now);
    if (timers.length === PAGE || mails === PAGE) {
      this.#sweeping = true;
      setImmediate(() => this.#sweep());
    } else {
      this.#setAlarm();
      this.#calm();
    }
  }

  #bringDelayed(now: number): number {
    const { store, delayed, inbox } = this.#hub;
    const due = delayed.due(now, PAGE);
    if (due.length === 0) return 0;
    const onDisk = store.write(() => {
      for (const { number, target, message } of due) {
        inbox.add(target, message);
        delayed.remove(number);
      }
    });
    void onDisk.then(
      () => {
        for (const { target } of due) this.#receivers.wakeEntity(target);
      },
      (error: unknown) => {
        this.#hub.log.error("Delayed signals could not be brought.", { error: String(error) });
      },
    );
    return due.length;
  }

  #setAlarm(): void {
    const timer = this.#hub.timers.nextAt();
    const mail = this.#hub.delayed.nextAt();
    if (timer !== undefined) this.#alarm.notLaterThan(timer);
    if (mail !== undefined) this.#alarm.notLaterThan(mail);
  }
}
