import { describe, expect, it } from "vitest";
import type { Call } from "../../src/application/call.js";
import type { Documents } from "../../src/application/ports/documents.js";
import { verifyAuditLedger } from "../../src/application/queries/verify-audit-ledger.js";
import type { AssignmentPolicy } from "../../src/domain/assignment-policy/assignment-policy.js";
import type { RequestedSchedule } from "../../src/domain/assignment-request/assignment-request.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "../application/scene.js";
import { at, lasting } from "../builders/instants.js";
import { aPolicy, approvedBy, aStage, user } from "../builders/policies.js";
import { forwarding } from "../builders/watched-documents.js";

/**
 * As SQLite tests its own I/O: a story is told once without faults, and then once for each of its writes, with that write failing -
 * before anything was written, or after everything was written and before anybody heard of it. What throws is tried again, as clients,
 * brokers and timers do. Every telling must end as the one without faults: same states, same access, same mails, a whole audit ledger.
 */

type Story = {
  readonly title: string;
  readonly policy: AssignmentPolicy;
  readonly tell: (s: Scene) => Promise<void>;
};

const SHORT = { type: "afterDuration", duration: lasting("P2D") } as const;
const twoStages = approvedBy(
  aStage({ primaryApprovers: [user("miriam")], durationBeforeAutomaticDenial: lasting("P5D") }),
  aStage({ primaryApprovers: [user("olga")] }),
);

const STORIES: readonly Story[] = [
  {
    title: "access that nobody needs to approve, and its end",
    policy: aPolicy({ expiration: SHORT }),
    async tell(s) {
      await ask(s);
      await s.world.advanceTo(at("2026-11-26"));
    },
  },
  {
    title: "two stages of approval, and giving the access back",
    policy: aPolicy({ requestApprovalSettings: twoStages }),
    async tell(s) {
      await ask(s);
      await decide(s, MIRIAM, 0);
      await decide(s, OLGA, 1);
      await s.world.advanceTo(at("2026-11-23"));
      await insist(
        () => s.submit({ requestType: "userRemove" }, keyed("give back")),
        ["ExistingOpenRequest", "ResourceNotFound"],
      );
      await s.world.advanceTo(at("2026-11-26"));
    },
  },
  {
    title: "an escalation and a time-out",
    policy: aPolicy({
      requestApprovalSettings: approvedBy(
        aStage({
          primaryApprovers: [user("miriam")],
          durationBeforeAutomaticDenial: lasting("P5D"),
          isEscalationEnabled: true,
          durationBeforeEscalation: lasting("P2D"),
          escalationApprovers: [user("boss")],
        }),
      ),
    }),
    async tell(s) {
      await ask(s);
      await s.world.advanceTo(at("2026-12-01"));
    },
  },
  {
    title: "a no",
    policy: aPolicy({ requestApprovalSettings: twoStages }),
    async tell(s) {
      await ask(s);
      await decide(s, MIRIAM, 0, "Deny");
      await s.world.advanceTo(at("2026-11-26"));
    },
  },
  {
    title: "a canceled request",
    policy: aPolicy({ requestApprovalSettings: twoStages }),
    async tell(s) {
      await ask(s);
      await s.world.advanceTo(at("2026-11-23"));
      const [request] = await s.requests();
      if (request !== undefined)
        await insist(() => s.cancel(ADELE, request), ["RequestNotCancellable", "Conflict"]);
      await s.world.advanceTo(at("2026-11-26"));
    },
  },
  {
    title: "access that begins later, and is extended",
    policy: aPolicy({ expiration: SHORT }),
    async tell(s) {
      await ask(s, { startDateTime: at("2026-11-24T08:00:00Z"), expiration: { type: "notSpecified" } });
      await s.world.advanceTo(at("2026-11-25T07:00:00Z"));
      await insist(() => s.submit({ requestType: "userUpdate" }, keyed("extend")));
      await s.world.advanceTo(at("2026-11-30"));
    },
  },
];

async function ask(s: Scene, schedule?: RequestedSchedule): Promise<void> {
  await insist(() => s.submit(schedule === undefined ? {} : { schedule }, keyed("ask")));
  await s.world.settle();
}

async function decide(
  s: Scene,
  call: Call,
  stage: number,
  decision: "Approve" | "Deny" = "Approve",
): Promise<void> {
  // The step before may be waiting for its second attempt.
  await s.world.advanceTo(at(`2026-11-22T2${stage}:00:00Z`));
  const [request] = await s.requests();
  if (request === undefined) throw new Error("There is a request.");
  // Whoever hears nothing decides again, and is told that it is decided already.
  await insist(() => s.decide(call, request, decision, stage), ["Conflict"]);
  await s.world.settle();
}

/** The same call again after an error, as a client does that got no answer; `meaningDone` are the refusals that say it was done the first time. */
async function insist(
  run: () => Promise<
    { readonly kind: "done" } | { readonly kind: "refused"; readonly code: string; readonly message: string }
  >,
  meaningDone: readonly string[] = [],
): Promise<void> {
  let result: Awaited<ReturnType<typeof run>>;
  let failed = false;
  try {
    result = await run();
  } catch {
    failed = true;
    result = await run();
  }
  if (result.kind === "done" || (failed && meaningDone.includes(result.code))) return;
  throw new Error(`${result.code}: ${result.message}`);
}

function keyed(key: string): Call {
  return { ...ADELE, idempotency: { key, fingerprint: key } };
}

type Fault = { readonly write: number; readonly when: "before" | "after" };

/** Counts the writes, and lets one of them fail. */
class Faults {
  writes = 0;
  armed = false;
  readonly #fault: Fault | undefined;
  constructor(fault?: Fault) {
    this.#fault = fault;
  }
  wrap(real: Documents): Documents {
    return {
      ...forwarding(real),
      batch: async (container, partition, operations) => {
        if (!this.armed) return real.batch(container, partition, operations);
        this.writes += 1;
        const strikes = this.#fault?.write === this.writes;
        if (strikes && this.#fault?.when === "before") throw new Error("The store did not answer.");
        const result = await real.batch(container, partition, operations);
        if (strikes) throw new Error("The store's answer was lost.");
        return result;
      },
    };
  }
}

async function tell(story: Story, faults: Faults): Promise<readonly string[]> {
  const s = await scene(story.policy, { documents: (real) => faults.wrap(real), tryAgain: true });
  try {
    faults.armed = true;
    await story.tell(s);
    faults.armed = false;
    const audit = await verifyAuditLedger(s.world.ports);
    return [
      ...(await s.requests())
        .map(({ requestType, state, status }) => `${requestType} ${state} ${status}`)
        .toSorted(),
      ...(await s.assignments()).map(({ state }) => `assignment ${state}`),
      ...(await s.ledger()).map(({ state }) => `role ${state}`),
      `member ${await s.world.isMember("group", "adele")}`,
      ...(
        await Promise.all(
          ["adele", "miriam", "olga", "boss"].map((name) => s.subjects(`${name}@example.org`)),
        )
      ).flat(),
      `audit ${audit.kind}`,
    ];
  } finally {
    await s.world.close();
  }
}

describe("whichever write fails, before or after it was made,", () => {
  for (const story of STORIES)
    it(`${story.title} ends the same`, { timeout: 600_000 }, async () => {
      const counting = new Faults();
      const expected = await tell(story, counting);
      expect(counting.writes).toBeGreaterThan(5);
      const different: string[] = [];
      for (let write = 1; write <= counting.writes; write++)
        for (const when of ["before", "after"] as const) {
          const ended = await tell(story, new Faults({ write, when }));
          if (JSON.stringify(ended) !== JSON.stringify(expected))
            different.push(`${when} write ${write}: ${ended.join("; ")}`);
        }
      expect(different).toEqual([]);
    });
});
