/**
 * The crash run: a server under the load of many clients, killed with SIGKILL again and again and started on the same folder.
 * Afterwards everything it has ever answered with 2xx must be there, finished, and have had its effect exactly once.
 */

import { pause } from "../../src/cli/demo/until.js";
import { freePort } from "../outsider/free-port.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import { createCatalog, createGroupResource, createPackage, createPolicy, EM } from "../outsider/packages.js";
import { settleAccounts } from "./crash/accounting.js";
import { type ClientLoop, startClientLoop } from "./crash/client-loop.js";
import { type CrashFigures, spread } from "./crash/figures.js";
import { type Ledger, newLedger, type RunPackage } from "./crash/model.js";
import { seededRandom } from "./random.js";

export type CrashRunOptions = {
  readonly kills: number;
  readonly seed: number;
  /** Client loops; 16 unless told. */
  readonly clients?: number;
  /** People who ask for access; twice the clients unless told. */
  readonly people?: number;
  readonly tell?: (line: string) => void;
};

/** Of 20 to 500 ms under load before each kill. */
const [SHORTEST_LIFE_MS, LONGEST_LIFE_MS] = [20, 500];
const RESUME_GOAL_MS = 3_000;
const RESUME_LIMIT_MS = 60_000;
/** Every so many kills the next one falls into the recovery of the one before. */
const KILL_THE_RECOVERY_EVERY = 4;

type Restart = { readyMs: number; firstResponseMs: number; resumedMs: number | undefined; inFlight: number };

export async function crashRun(options: CrashRunOptions): Promise<CrashFigures> {
  const { kills, seed, clients = 16, people = clients * 2, tell = () => {} } = options;
  const began = performance.now();
  const random = seededRandom(seed);
  tell(`seed ${seed}: starting a server`);
  const outsider = await startOutsider("crash-run", { port: await freePort() });
  try {
    const everyone = await outsider.people(people + 1);
    const [approver, ...askers] = everyone;
    if (approver === undefined) throw new Error("The directory has nobody.");
    const packages = await makePackages(outsider, approver, seed);
    const ledger = newLedger(askers, packages);
    tell(`${askers.length} people, ${packages.length} packages, ${clients} clients; killing ${kills} times`);
    let stopping = false;
    const loops = Array.from({ length: clients }, (_, i) =>
      startClientLoop({
        name: `crash-${seed}-${i}`,
        ledger,
        cells: ledger.cells.filter((cell) => askers.indexOf(cell.person) % clients === i),
        admin: outsider.admin,
        approver: approver.caller,
        approverId: approver.id,
        random: seededRandom(seed * 1000 + i),
        stopping: () => stopping,
      }),
    );
    const restarts: Restart[] = [];
    for (let kill = 1; kill <= kills; kill += 1) {
      await pause(random.between(SHORTEST_LIFE_MS, LONGEST_LIFE_MS));
      const restart = await killOnce(outsider, loops, kill % KILL_THE_RECOVERY_EVERY !== 0, ledger);
      restarts.push(restart);
      tell(progress(kill, kills, restart, ledger));
    }
    stopping = true;
    await Promise.all(loops.map((loop) => loop.ended));
    tell("the clients have stopped; settling accounts");
    const account = await settleAccounts(outsider.admin, ledger, packages);
    return figures(options, clients, ledger, restarts, account, performance.now() - began);
  } finally {
    await outsider.end();
  }
}

/** Four packages on two groups: a membership can have two reasons. One stage, one approver. */
async function makePackages(
  { admin }: Outsider,
  approver: OutsidePerson,
  seed: number,
): Promise<readonly RunPackage[]> {
  const catalogId = await createCatalog(admin, `Crash run ${seed}`);
  const packages: RunPackage[] = [];
  for (const g of [1, 2]) {
    const group = await createGroupResource(admin, catalogId, `Crash run ${seed} group ${g}`);
    for (const p of [1, 2]) {
      const displayName = `Crash run package ${g}.${p}`;
      const id = await createPackage(admin, catalogId, displayName, [group]);
      await createPolicy(admin, id, { stages: [{ approverIds: [approver.id] }] });
      packages.push({ id, displayName, groupId: group.groupId });
    }
  }
  return packages;
}

async function killOnce(
  outsider: Outsider,
  loops: readonly ClientLoop[],
  awaitRecovery: boolean,
  ledger: Ledger,
): Promise<Restart> {
  await outsider.server().kill();
  const inFlight = loops.map((loop) => loop.motion()).filter((motion) => motion !== undefined);
  const spawned = performance.now();
  const server = await outsider.restart();
  await firstResponse(outsider);
  const firstResponseMs = performance.now() - spawned;
  const restart = { readyMs: server.startedInMs, firstResponseMs, inFlight: inFlight.length };
  if (!awaitRecovery) return { ...restart, resumedMs: undefined };
  const atRest = await Promise.race([
    Promise.all(inFlight).then(() => true),
    pause(RESUME_LIMIT_MS).then(() => false),
  ]);
  if (!atRest)
    ledger.violations.push(`What was in flight was not at rest ${RESUME_LIMIT_MS} ms after a restart.`);
  return { ...restart, resumedMs: performance.now() - spawned };
}

async function firstResponse({ admin }: Outsider): Promise<void> {
  const answer = await admin.call("GET", `${EM}/catalogs?$top=1`);
  if (answer.status !== 200)
    throw new Error(`The first answer after a restart was ${answer.status}: ${answer.text}`);
}

function progress(kill: number, kills: number, restart: Restart, ledger: Ledger): string {
  const resumed =
    restart.resumedMs === undefined
      ? "killed while resuming"
      : `resumed in ${Math.round(restart.resumedMs)} ms`;
  return `kill ${kill}/${kills}: ${restart.inFlight} in flight, ready in ${restart.readyMs} ms, ${resumed}; ${ledger.accepted.length} accepted, ${ledger.violations.length} violations`;
}

function figures(
  options: CrashRunOptions,
  clients: number,
  ledger: Ledger,
  restarts: readonly Restart[],
  account: Awaited<ReturnType<typeof settleAccounts>>,
  ms: number,
): CrashFigures {
  const total = (what: "delivered" | "ended" | "denied" | "canceled") =>
    ledger.cells.reduce((sum, cell) => sum + cell.count[what], 0);
  const resumed = restarts.flatMap((r) => (r.resumedMs === undefined ? [] : [r.resumedMs]));
  return {
    seed: options.seed,
    kills: restarts.length,
    clients,
    seconds: Math.round(ms / 1000),
    calls: ledger.calls,
    unanswered: ledger.unanswered,
    accepted: ledger.accepted.length,
    delivered: total("delivered"),
    ended: total("ended"),
    denied: total("denied"),
    canceled: total("canceled"),
    ...account,
    restarts: {
      readyMs: spread(restarts.map((r) => r.readyMs)),
      firstResponseMs: spread(restarts.map((r) => r.firstResponseMs)),
      resumedMs: spread(resumed),
      resumedLaterThan3s: resumed.filter((r) => r > RESUME_GOAL_MS).length,
      inFlight: restarts.reduce((sum, r) => sum + r.inFlight, 0) / Math.max(1, restarts.length),
    },
    violations: ledger.violations,
  };
}

/** For callers that only want a seed nobody has used before. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
