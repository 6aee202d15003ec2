/** After a restart: finds what was under way, by index, without looking at instances that only wait. */
import type { Receivers } from "./aftermath.js";
import { shelved } from "./control.js";
import type { Hub } from "./hub.js";
import { type InstanceRow, STATUS } from "./instance.js";
import type { LiveInstance } from "./live-instance.js";
import type { Delivery } from "./message.js";
import { Progress } from "./progress.js";

/** Instances looked at together. */
const PAGE = 500;

/** `wake`: the instance has something to do. */
export function recover(hub: Hub, receivers: Receivers, wake: (live: LiveInstance) => void): void {
  for (const run of hub.leftTasks.all()) receivers.runTask(run);
  const mailboxes = new Map<string, readonly Delivery[]>();
  for (const target of hub.inbox.targets()) {
    if (target.startsWith("@")) receivers.wakeEntity(target);
    else mailboxes.set(target, openMailbox(hub, target, wake));
  }
  for (let key = 0; ; ) {
    const page = hub.rows.due(key, PAGE);
    for (const row of page) {
      key = row.key;
      runOpenTasks(hub, receivers, row, mailboxes.get(row.id) ?? []);
      if (row.start === null || row.status === STATUS.suspended) continue;
      const live = hub.lives.get(row.id);
      if (live !== undefined) wake(live);
    }
    if (page.length < PAGE) return;
  }
}

/** Mail of a suspended instance stays where it is until the instance is resumed. */
function openMailbox(hub: Hub, instanceId: string, wake: (live: LiveInstance) => void): readonly Delivery[] {
  const mail = shelved(hub, instanceId);
  const live = hub.lives.get(instanceId);
  if (live === undefined || live.row.status === STATUS.suspended) return mail;
  live.pending.push(...mail);
  wake(live);
  return mail;
}

/** Tasks that were scheduled and have not answered run again: they may have run before the crash, their answer was never stored. */
function runOpenTasks(hub: Hub, receivers: Receivers, row: InstanceRow, mail: readonly Delivery[]): void {
  const events = hub.rows.history(row);
  const progress = new Progress();
  progress.append(events);
  for (const { message } of mail) {
    if (message.kind === "arrival" && progress.expects(message.arrival)) progress.append([message.arrival]);
  }
  for (const event of events) {
    if (event.type !== "taskScheduled" || !progress.tasks.has(event.id)) continue;
    const task = { instanceId: row.id, id: event.id, name: event.name, input: event.input };
    receivers.runTask({ task, to: { key: row.key, execution: row.execution } });
  }
}
