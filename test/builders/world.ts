/**
 * The product in one process without its host: real store on disk, real documents, directory, connector and mailbox; the change feed,
 * the topic and the timers are stepped by hand, so that a test decides what arrives when, twice, out of order, or not at all.
 */
import { openEmbeddedConnector } from "../../src/adapters/embedded/connector/connector.js";
import {
  type EmbeddedDirectory,
  openEmbeddedDirectory,
} from "../../src/adapters/embedded/directory/embedded-directory.js";
import { openDocuments } from "../../src/adapters/embedded/documents/embedded-documents.js";
import { seededIds } from "../../src/adapters/embedded/ids/ids.js";
import { type Mailbox, openMailbox } from "../../src/adapters/embedded/mailbox/mailbox.js";
import { HISTORY, INDEXES } from "../../src/adapters/index-declaration.js";
import { systemCall } from "../../src/application/access/occasion.js";
import type { Call } from "../../src/application/call.js";
import { advanceRequest } from "../../src/application/commands/advance-request.js";
import { appendAuditEntries } from "../../src/application/commands/append-audit-entries.js";
import { deliverEvent } from "../../src/application/commands/deliver-event.js";
import { proceedWithRequest } from "../../src/application/commands/proceed-with-request.js";
import { publishEvents } from "../../src/application/commands/publish-events.js";
import { repair } from "../../src/application/commands/repair.js";
import { revisitApprovals } from "../../src/application/commands/revisit-approvals.js";
import { runDue } from "../../src/application/commands/run-due.js";
import { scheduleDue } from "../../src/application/commands/schedule-due.js";
import { sendNotifications } from "../../src/application/commands/send-notifications.js";
import { sweepSchedule } from "../../src/application/commands/sweep-schedule.js";
import { PROCEED, type RequestAddress } from "../../src/application/orchestrations/names.js";
import type { Connector } from "../../src/application/ports/connector.js";
import type { Document, Documents } from "../../src/application/ports/documents.js";
import type { Ports } from "../../src/application/ports/ports.js";
import { SUBSCRIPTIONS, type Subscription } from "../../src/application/subscriptions.js";
import type { EntitlementEvent } from "../../src/domain/events.js";
import type { ScheduleRow } from "../../src/domain/schedule-row.js";
import { type Instant, instantOf, msOf } from "../../src/domain/time/instant.js";
import { NOW } from "./instants.js";
import { type LiveOrchestrations, liveOrchestrations } from "./live-orchestrations.js";
import { openQuickStore } from "./quick-store.js";
import { watched } from "./watched-documents.js";

const HOUR_MS = 3_600_000;

type Message = { readonly subscription: Subscription["name"]; readonly event: EntitlementEvent };

/** What happens to messages on their way. Numbers are probabilities. */
export type Weather = {
  readonly random: () => number;
  readonly duplicate: number;
  readonly lose: number;
  readonly shuffle: boolean;
};

const FAIR: Weather = { random: () => 1, duplicate: 0, lose: 0, shuffle: false };

export type WorldOptions = {
  /** Stands between the commands and the real thing. */
  readonly connector?: (real: Connector) => Connector;
  readonly documents?: (real: Documents) => Documents;
  /** As `documents`, but below the directory and the mailbox too. */
  readonly everyDocument?: (real: Documents) => Documents;
  readonly weather?: Weather;
  /** What throws is tried again, as a broker and a timer do; without it a test fails where something throws. */
  readonly tryAgain?: boolean;
};

export class World {
  readonly ports: Ports;
  readonly directory: EmbeddedDirectory;
  readonly mailbox: Mailbox;
  readonly orchestrations: LiveOrchestrations;
  /** Events that were published, oldest first; hints included. */
  readonly published: EntitlementEvent[] = [];
  weather: Weather;
  readonly #tryAgain: boolean;
  #nowMs = msOf(NOW);
  #queue: Message[] = [];
  readonly #checkpoints = new Map<"access" | "governance", string>();
  readonly #close: () => Promise<void>;

  private constructor(options: WorldOptions) {
    const { store, end } = openQuickStore("world");
    const clock = { now: () => instantOf(this.#nowMs) };
    const opened = openDocuments(store, INDEXES, { history: { clock, kinds: HISTORY } });
    const real = options.everyDocument?.(opened) ?? opened;
    const documents = watched(options.documents?.(real) ?? real);
    const ids = seededIds(1);
    this.directory = openEmbeddedDirectory({ documents: real, clock, ids });
    this.mailbox = openMailbox({ documents: real, clock, ids });
    const connector = openEmbeddedConnector(this.directory);
    this.orchestrations = liveOrchestrations(clock, (name, input) => this.#activity(name, input));
    this.weather = options.weather ?? FAIR;
    this.#tryAgain = options.tryAgain ?? false;
    this.ports = {
      clock,
      ids,
      documents,
      directory: this.directory.directory,
      directoryAdministration: this.directory,
      connector: options.connector?.(connector) ?? connector,
      orchestrator: this.orchestrations,
      eventBus: { publish: async (events) => this.#publish(events) },
      mailer: this.mailbox,
      portalUrl: "https://portal.example.org/",
    };
    this.#close = end;
  }

  static open(options: WorldOptions = {}): World {
    return new World(options);
  }

  close(): Promise<void> {
    return this.#close();
  }

  now(): Instant {
    return this.ports.clock.now();
  }

  /** Writes documents as they are, past the commands. */
  async put(partition: string, ...documents: readonly Document[]): Promise<void> {
    const container = partition === "tenant" || partition.startsWith("catalog/") ? "governance" : "access";
    await this.ports.documents.batch(
      container,
      partition,
      documents.map((document) => ({ op: "put", document })),
    );
  }

  /** A person in the directory. Gives the call they would make. */
  async person(
    id: string,
    says: {
      readonly managerId?: string;
      readonly userType?: "Member" | "Guest";
      readonly enabled?: boolean;
    } = {},
  ): Promise<Call> {
    must(
      await this.directory.users.create({
        id,
        displayName: id,
        userPrincipalName: `${id}@example.org`,
        mail: `${id}@example.org`,
        userType: says.userType ?? "Member",
        accountEnabled: says.enabled ?? true,
      }),
    );
    if (says.managerId !== undefined) must(await this.directory.users.setManager(id, says.managerId));
    return callOf(id);
  }

  async group(id: string, ...memberIds: readonly string[]): Promise<void> {
    must(
      await this.directory.groups.create({
        id,
        displayName: id,
        securityEnabled: true,
        mailEnabled: false,
        mailNickname: id,
      }),
    );
    for (const memberId of memberIds) must(await this.directory.groups.addMember(id, memberId));
  }

  async isMember(groupId: string, userId: string): Promise<boolean> {
    return (await this.ports.directory.transitiveMembers(groupId)).includes(userId);
  }

  /** Lets everything happen that can happen without time going on. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10_000; turn++) if (!(await this.step())) return;
    throw new Error("The system did not come to rest in 10,000 steps.");
  }

  /** One message, or one turn of the orchestrations; false when there is nothing to do at this time. */
  async step(): Promise<boolean> {
    await this.#feed();
    const message = this.#take();
    if (message === undefined) return this.orchestrations.step(this.#nowMs);
    try {
      await this.#handle(message);
    } catch (error) {
      if (!this.#tryAgain) throw error;
      this.#queue.push(message);
    }
    return true;
  }

  /**
   * Lets time go on to this instant, stopping wherever a timer fires: where an orchestration waits, at every sixth repair, and at the
   * full hours that have something in the schedule. The sweep of an hour with nothing in it does nothing (its own test), so it is left out.
   */
  async advanceTo(instant: Instant): Promise<void> {
    const target = msOf(instant);
    await this.settle();
    for (;;) {
      const sweep = await this.#nextSweepMs();
      const repairs = nextAfter(this.#nowMs, 6 * HOUR_MS, HOUR_MS / 2);
      const timer = this.orchestrations.nextTimerMs() ?? Infinity;
      const next = Math.min(sweep, repairs, Math.max(timer, this.#nowMs));
      if (next > target) break;
      this.#nowMs = next;
      if (next === sweep) await this.#timer(() => sweepSchedule(this.ports));
      if (next === repairs) await this.#timer(() => repair(this.ports));
      await this.settle();
    }
    this.#nowMs = target;
    await this.settle();
  }

  /** A timer that fails has its next turn an hour later; here it has it at once. */
  async #timer(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!this.#tryAgain) throw error;
      await run();
    }
  }

  /** The full hour at which the earliest row that is not woken yet will be. */
  async #nextSweepMs(): Promise<number> {
    const nextHour = nextAfter(this.#nowMs, HOUR_MS, 0);
    const rows = await this.ports.documents.query<ScheduleRow>({
      container: "schedule",
      kind: "due",
      orderBy: [{ path: "dueDateTime", direction: "asc" }],
      top: 1,
    });
    const due = rows.items[0]?.document.dueDateTime;
    if (due === undefined) return Infinity;
    return Math.max(nextHour, Math.floor(msOf(due) / HOUR_MS) * HOUR_MS);
  }

  /** Time goes on, and nobody notices: no timer, no message. */
  sleepTo(instant: Instant): void {
    this.#nowMs = msOf(instant);
  }

  async #feed(): Promise<void> {
    for (const container of ["access", "governance"] as const) {
      const changes = await this.ports.documents.changes(container, this.#checkpoints.get(container), 100);
      this.#checkpoints.set(container, changes.checkpoint);
      await publishEvents(
        this.ports,
        changes.items.map(({ document }) => document),
      );
    }
  }

  #publish(events: readonly EntitlementEvent[]): void {
    this.published.push(...events);
    const { random, duplicate, lose } = this.weather;
    for (const event of events)
      for (const { name, eventTypes } of SUBSCRIPTIONS) {
        if (!eventTypes.includes(event.type)) continue;
        const message = { subscription: name, event };
        // The ledger's completeness is not repaired by anything but the topic, whose promise is at least once.
        if (name === "audit" || random() >= lose) this.#queue.push(message);
        if (random() < duplicate) this.#queue.push(message);
      }
  }

  #take(): Message | undefined {
    const { random, shuffle } = this.weather;
    const index = shuffle ? Math.floor(random() * this.#queue.length) : 0;
    return this.#queue.splice(index, 1)[0];
  }

  async #handle({ subscription, event }: Message): Promise<void> {
    switch (subscription) {
      case "orchestrations":
        return advanceRequest(this.ports, event);
      case "delivery":
        return deliverEvent(this.ports, event);
      case "schedule":
        return scheduleDue(this.ports, event);
      case "approvals":
        return revisitApprovals(this.ports, event);
      case "notifications":
        return sendNotifications(this.ports, event);
      case "audit":
        return appendAuditEntries(this.ports, [event]);
    }
  }

  /** The inputs are those the product's own orchestrations give. */
  async #activity(name: string, input: unknown): Promise<unknown> {
    if (name === PROCEED) {
      const address = input as RequestAddress;
      return proceedWithRequest(this.ports, systemCall(address.correlationId), address);
    }
    const { next, failures } = await runDue(this.ports, { bucket: String(input) });
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return next;
  }
}

/** The first multiple of `every`, plus `offset`, after `ms`. */
function nextAfter(ms: number, every: number, offset: number): number {
  return (Math.floor((ms - offset) / every) + 1) * every + offset;
}

/** The call of a person with the permissions of an ordinary token. */
export function callOf(objectId: string, directoryRoleIds: readonly string[] = []): Call {
  return {
    caller: {
      kind: "user",
      objectId,
      tenantId: "tenant",
      displayName: objectId,
      userPrincipalName: `${objectId}@example.org`,
      appId: null,
      scopes: ["EntitlementManagement.ReadWrite.All", "AuditLog.Read.All"],
      directoryRoleIds,
    },
    correlationId: `call-of-${objectId}`,
  };
}

/** An Identity Governance Administrator. */
export const ADMIN: Call = callOf("admin", ["45d8d3c5-c802-45c6-b32a-1d70b5e1e86e"]);

/** The value, or an error that carries the refusal: for what must succeed. */
export function must<T>(
  outcome:
    | { readonly kind: "done"; readonly value: T }
    | { readonly kind: "refused"; readonly code: string; readonly message: string },
): T {
  if (outcome.kind === "refused") throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}
