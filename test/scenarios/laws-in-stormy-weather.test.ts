import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyAuditLedger } from "../../src/application/queries/verify-audit-ledger.js";
import { EVENT_TYPES } from "../../src/domain/events.js";
import { instantOf, msOf } from "../../src/domain/time/instant.js";
import { ADELE, MIRIAM, OLGA, type Scene, scene } from "../application/scene.js";
import { type FlakyConnector, flakyConnector, OUT_OF_ORDER } from "../builders/flaky-connector.js";
import { lasting } from "../builders/instants.js";
import { aPackage, memberOf } from "../builders/packages.js";
import { aPolicy, approvedBy, aStage, managerOfRequestor, user } from "../builders/policies.js";
import { ADMIN, callOf, type Weather } from "../builders/world.js";

/**
 * Random people do random things while messages are lost, doubled and reordered and targets fail. The documents check with every write
 * that requests go only where the table says, that nothing is given without its approvals, and that there is one of each
 * (test/builders/watched-documents.ts). What must be true at the end is checked here.
 */

const PACKAGES = ["package", "second"] as const;
const PEOPLE = [ADELE, OLGA, callOf("boss")] as const;

type Act =
  | { readonly kind: "ask" | "update" | "remove"; readonly who: number; readonly what: number }
  | { readonly kind: "direct" | "directRemove"; readonly who: number; readonly what: number }
  | { readonly kind: "decide"; readonly yes: boolean; readonly which: number }
  | { readonly kind: "cancel"; readonly which: number }
  | { readonly kind: "wait"; readonly hours: number }
  | { readonly kind: "step"; readonly times: number };

const who = fc.nat({ max: PEOPLE.length - 1 });
const what = fc.nat({ max: PACKAGES.length - 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("ask", "update", "remove"), who, what }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("direct", "directRemove"), who, what }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("decide"), yes: fc.boolean(), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel"), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait"), hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("step"), times: fc.integer({ min: 1, max: 12 }) }) },
);

async function perform(s: Scene, doing: Act): Promise<void> {
  switch (doing.kind) {
    case "ask":
      await s.submit({ accessPackageId: PACKAGES[doing.what] ?? "" }, PEOPLE[doing.who]);
      return;
    case "update":
    case "remove": {
      const requestType = doing.kind === "update" ? "userUpdate" : "userRemove";
      await s.submit({ requestType, accessPackageId: PACKAGES[doing.what] ?? "" }, PEOPLE[doing.who]);
      return;
    }
    case "direct":
    case "directRemove": {
      const { caller } = PEOPLE[doing.who] ?? ADELE;
      const targetObjectId = caller.kind === "user" ? caller.objectId : "";
      const requestType = doing.kind === "direct" ? "adminAdd" : "adminRemove";
      await s.submit({ requestType, accessPackageId: PACKAGES[doing.what] ?? "", targetObjectId }, ADMIN);
      return;
    }
    case "decide":
    case "cancel": {
      const requests = (await Promise.all(["adele", "olga", "boss"].map((id) => s.requests(id)))).flat();
      const request = requests[doing.which % Math.max(1, requests.length)];
      if (request === undefined) return;
      if (doing.kind === "cancel") await s.cancel(ADMIN, request);
      else
        for (const call of [MIRIAM, OLGA, callOf("boss")])
          await s.decide(call, request, doing.yes ? "Approve" : "Deny", doing.which % 2);
      return;
    }
    case "wait":
      return s.world.advanceTo(instantOf(msOf(s.world.now()) + doing.hours * 3_600_000));
    case "step":
      for (let i = 0; i < doing.times; i++) await s.world.step();
  }
}

async function stormy(seed: number, flaky: FlakyConnector, weather: Omit<Weather, "random">): Promise<Scene> {
  const random = mulberry32(seed);
  flaky.trouble = async () => (random() < 0.3 ? OUT_OF_ORDER : undefined);
  const requestApprovalSettings = approvedBy(
    aStage({
      primaryApprovers: [managerOfRequestor()],
      fallbackPrimaryApprovers: [user("olga"), user("miriam")],
      durationBeforeAutomaticDenial: lasting("P4D"),
      isEscalationEnabled: true,
      durationBeforeEscalation: lasting("P1D"),
      escalationApprovers: [user("boss"), user("olga")],
    }),
    aStage({
      primaryApprovers: [user("miriam"), user("boss")],
      durationBeforeAutomaticDenial: lasting("P2D"),
    }),
  );
  const policy = aPolicy({
    requestApprovalSettings,
    expiration: { type: "afterDuration", duration: lasting("P3D") },
  });
  const s = await scene(policy, { connector: flaky.wrap, weather: { random, ...weather } });
  await s.world.group("wiki");
  await s.world.put(
    "catalog/catalog",
    aPackage({ resourceRoleScopes: [memberOf("group"), memberOf("wiki")] }),
    aPackage({
      id: "second",
      displayName: "Second",
      resourceRoleScopes: [memberOf("group")],
      incompatibleAccessPackageIds: seed % 2 === 0 ? ["package"] : [],
    }),
    aPolicy({ id: "second policy", accessPackageId: "second" }),
  );
  return s;
}

/** Faults have stopped: after a few days everything must have come to its end. */
async function calmDown(s: Scene, flaky: FlakyConnector): Promise<void> {
  flaky.trouble = undefined;
  s.world.weather = { random: () => 1, duplicate: 0, lose: 0, shuffle: false };
  await s.world.advanceTo(instantOf(msOf(s.world.now()) + 9 * 86_400_000));
}

const NAMES = ["adele", "olga", "boss"];

/** What should have come to its end and has not. */
async function unfinished(s: Scene): Promise<readonly string[]> {
  const left: string[] = [];
  for (const name of NAMES) {
    for (const { id, state } of await s.requests(name))
      if (["submitted", "pendingApproval", "delivering"].includes(state)) left.push(`request ${id} ${state}`);
    for (const { id, state } of await s.ledger(name))
      if (state === "granting" || state === "revoking") left.push(`role ${id} ${state}`);
    for (const { id, state, endDateTime } of await s.assignments(name)) {
      if (state !== "expired" && state !== "delivered") left.push(`assignment ${id} ${state}`);
      if (state !== "expired" && endDateTime !== null && endDateTime <= s.world.now())
        left.push(`assignment ${id} past its end`);
    }
  }
  return left;
}

/** Where the target systems show something else than the standing assignments say. */
async function disagreements(s: Scene): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const name of NAMES) {
    const standing = (await s.assignments(name)).filter(({ state }) => state !== "expired");
    const packages = new Set(standing.map(({ accessPackageId }) => accessPackageId));
    if ((await s.world.isMember("wiki", name)) !== packages.has("package")) wrong.push(`wiki ${name}`);
    if ((await s.world.isMember("group", name)) !== packages.size > 0) wrong.push(`group ${name}`);
  }
  return wrong;
}

/** How many different things happened that the auditor must see. */
function audited(s: Scene): number {
  const events = s.world.published.filter(({ type }) => EVENT_TYPES[type] !== null);
  return new Set(events.map(({ id }) => id)).size;
}

describe("whatever people do and whatever happens to messages and targets", () => {
  it("everything comes to its end, targets agree with the assignments, and the audit ledger is whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 5, maxLength: 40 }),
        fc.nat(),
        fc.record({
          duplicate: fc.constantFrom(0, 0.3),
          lose: fc.constantFrom(0, 0.2),
          shuffle: fc.boolean(),
        }),
        async (acts, seed, weather) => {
          const flaky = flakyConnector();
          const s = await stormy(seed, flaky, weather);
          try {
            for (const doing of acts) await perform(s, doing);
            await calmDown(s, flaky);
            expect(await unfinished(s)).toEqual([]);
            expect(await disagreements(s)).toEqual([]);
            expect(await verifyAuditLedger(s.world.ports)).toEqual({ kind: "intact", entries: audited(s) });
          } finally {
            await s.world.close();
          }
        },
      ),
      { numRuns: Number(process.env["LAWS_RUNS"] ?? 8) },
    );
  }, 600_000);
});

/** A small seeded generator: the same number gives the same storm. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
