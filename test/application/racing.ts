/** A stage for two commands that meet over adele's access: every order in which they can is tried on the real commands and the real store. */
import { ASSIGNMENT_REQUEST } from "../../src/application/orchestrations/names.js";
import type { Document, Documents, Operation } from "../../src/application/ports/documents.js";
import type { Ports } from "../../src/application/ports/ports.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../../src/domain/assignment-request/assignment-request.js";
import { everyOrder, type Order } from "../builders/every-order.js";
import { must } from "../builders/world.js";
import { type Scene, scene } from "./scene.js";

/** With the store that takes turns; `turn` waits for the command's turn at anything else. */
export type Command<T> = (ports: Ports, turn: () => Promise<void>) => Promise<T>;

export type Bounds = {
  /** How often it changes from one command to the other; without it: as often as there are awaits. */
  readonly changes?: number;
  /** The orchestration is left where it has not come to rest yet. */
  readonly isParking?: boolean;
};

const ENDS: ReadonlySet<string> = new Set(["delivered", "denied", "canceled", "deliveryFailed"]);

export class Race {
  readonly s: Scene;
  /** The store without the watch over transitions: going back in time is none. */
  readonly #raw: Documents;

  private constructor(s: Scene, raw: Documents) {
    this.s = s;
    this.#raw = raw;
  }

  static async on(policy: AssignmentPolicy): Promise<Race> {
    const reals: Documents[] = [];
    const s = await scene(policy, {
      documents: (real) => {
        reals.push(real);
        return real;
      },
    });
    const [raw] = reals;
    if (raw === undefined) throw new Error("A world has one store.");
    return new Race(s, raw);
  }

  /** Goes through all orders and prints how many there were. */
  async inEveryOrder(
    pair: string,
    run: (order: Order) => Promise<string>,
    { changes, isParking = false }: Bounds = {},
  ): Promise<readonly string[]> {
    const restore = await this.#snapshot(isParking);
    const outcomes = new Map<string, number>();
    let awaits: readonly number[] = [0, 0];
    const count = await everyOrder(async (order) => {
      await restore();
      const outcome = await run(order);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      awaits = order.turns().map((turns, index) => Math.max(turns, awaits[index] ?? 0));
    }, changes);
    const bound = changes === undefined ? "every order" : `every order with at most ${changes} changes`;
    const came = [...outcomes].map(([outcome, times]) => `${times} x ${outcome}`).join(", ");
    console.info(`${pair}: ${count} interleavings of ${awaits.join(" and ")} awaits, ${bound}: ${came}`);
    return [...outcomes.keys()].toSorted();
  }

  async meet<A, B>(order: Order, one: Command<A>, other: Command<B>): Promise<readonly [A, B]> {
    const { ports } = this.s.world;
    const first = order.join(ports.documents);
    const second = order.join(ports.documents);
    return order.meet<readonly [A, B]>([
      () => one({ ...ports, documents: first.documents }, first.turn),
      () => other({ ...ports, documents: second.documents }, second.turn),
    ]);
  }

  /** What came of it once everything is quiet: nothing waits, and the group has adele exactly when she has the access. */
  async quiet(request: AssignmentRequest): Promise<AssignmentRequest> {
    await this.s.world.settle();
    const after = await this.s.request(request.id);
    const standing = (await this.s.assignments()).filter(({ state }) => state !== "expired");
    const isMember = await this.s.world.isMember("group", "adele");
    const laws = {
      "the request has ended": ENDS.has(after.state),
      "nobody is asked any more": after.pendingApproverIds.length === 0,
      "nothing waits for it": !this.s.world.orchestrations.running().includes(request.id),
      "access that stands is delivered": standing.every(({ state }) => state === "delivered"),
      "the group agrees with the access": isMember === (standing.length === 1),
    };
    const broken = Object.entries(laws).flatMap(([law, holds]) => (holds ? [] : [law]));
    if (broken.length > 0)
      throw new Error(`Request ${after.id} (${after.state}): not true that ${broken.join(", and ")}.`);
    return after;
  }

  /** Everything about adele's access as it is now; `restore` brings it back, with nobody having noticed that there was more. */
  async #snapshot(isParking: boolean): Promise<() => Promise<void>> {
    const { documents, ids } = this.s.world.ports;
    const partition = ids.derive("subject", "adele");
    const now = this.s.world.now();
    const current = async () =>
      (await documents.partition("access", partition))
        .map(({ document }) => document)
        .filter(({ kind }) => kind !== "event");
    const before = await current();
    const wasMember = await this.s.world.isMember("group", "adele");
    return async () => {
      // Nothing of the last run is still on its way.
      await this.s.world.settle();
      this.s.world.sleepTo(now);
      const kept = new Set(before.map(({ id }) => id));
      const gone = (await current()).filter(({ id }) => !kept.has(id));
      await this.#raw.batch("access", partition, [
        ...before.map((document: Document): Operation => ({ op: "put", document })),
        ...gone.map(({ id }): Operation => ({ op: "delete", id })),
      ]);
      const isMember = await this.s.world.isMember("group", "adele");
      if (wasMember && !isMember) must(await this.s.world.directory.groups.addMember("group", "adele"));
      if (!wasMember && isMember) must(await this.s.world.directory.groups.removeMember("group", "adele"));
      for (const { id, kind } of before)
        if (kind === "assignmentRequest" && (await this.s.request(id)).state === "pendingApproval") {
          const address = { requestId: id, subjectId: partition, correlationId: "restored" };
          await this.s.world.orchestrations.start(ASSIGNMENT_REQUEST, id, address);
          if (!isParking) await this.s.world.settle();
        }
    };
  }
}
