/**
 * `gatehouse demo`: the main job from end to end with the official Graph client, told step by step, every step proven by asking the server.
 * It can be run again on the same server (each run has names of its own), and goes on from a step file after it was stopped.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chooseCast } from "./demo/cast.js";
import { gatehouseBin } from "./demo/child-server.js";
import { graphCaller } from "./demo/graph-caller.js";
import { type Narrator, narrator } from "./demo/narrator.js";
import { NotVerified, type Person, type Play, ROLES, type Role, type Scene } from "./demo/play.js";
import { playTime } from "./demo/play-time.js";
import { loadProgress, type Progress, saveProgress } from "./demo/progress.js";
import { ask } from "./demo/scenes/ask.js";
import { auditTrail } from "./demo/scenes/audit.js";
import { fillCatalog, makeCatalog } from "./demo/scenes/build-catalog.js";
import { makePackage, makePolicy } from "./demo/scenes/build-package.js";
import { managerApproves, ownersRace, refuseColleague } from "./demo/scenes/decide.js";
import { delivered } from "./demo/scenes/deliver.js";
import { accessEnds } from "./demo/scenes/end.js";
import { firstRemoved, secondPackage } from "./demo/scenes/second-package.js";
import { checkAnswers, type DemoServer, ownServer, runningServer } from "./demo/server-for-demo.js";
import { mintToken, mintUserTokens } from "./demo/tokens.js";

export type DemoOptions = {
  /** Where a server runs, https. Ignored with `start`. */
  readonly url: string;
  /** Its data folder: the keys for the tokens and the CA's certificate are there. Ignored with `start`. */
  readonly data: string;
  /** Bring an own server: free ports, simulated clock, a folder that is thrown away. */
  readonly start: boolean;
  /** Who plays the administrator. */
  readonly admin: string;
  /** Keep the progress here, and go on from it when it is there. */
  readonly stepFile?: string;
  /** Stop after so many scenes; all of them unless told. */
  readonly steps?: number;
};

export const SCENES: readonly Scene[] = [
  ...[makeCatalog, fillCatalog, makePackage, makePolicy, ask, refuseColleague, managerApproves, ownersRace],
  ...[delivered, secondPackage, firstRemoved, accessEnds, auditTrail],
];

/** Resolves with the exit code: 0 when every step asked for was verified. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const out = narrator((text) => process.stdout.write(text), process.stdout.isTTY === true);
  let server: DemoServer | undefined;
  try {
    server = options.start ? await ownServer() : runningServer(options.url, options.data);
    const { ca } = server;
    // Node reads NODE_EXTRA_CA_CERTS once, when it starts: the demo is what any client script is, run with that variable.
    if (ca !== undefined && process.env["NODE_EXTRA_CA_CERTS"] !== ca)
      return await runAgainTrusting(ca, server, options);
    await checkAnswers(server.url);
    await playScenes(server, options, out);
    return 0;
  } catch (error) {
    out.failed(
      error instanceof NotVerified ? error.message : String(error instanceof Error ? error.stack : error),
    );
    return 1;
  } finally {
    await server?.end();
  }
}

async function playScenes(server: DemoServer, options: DemoOptions, out: Narrator): Promise<void> {
  let progress = loadProgress(options.stepFile, () => randomBytes(4).toString("hex"));
  const remember = (more: Partial<Progress>) => {
    progress = { ...progress, ...more };
    saveProgress(options.stepFile, progress);
  };
  const people = progress.people ?? (await cast(server, options));
  remember({ people });
  const play = await makePlay(server, people, out, () => progress, remember);
  introduce(people, server, play, out);
  const last = options.steps === undefined ? SCENES.length : progress.scenesDone.length + options.steps;
  for (const [index, scene] of SCENES.slice(0, last).entries()) {
    if (progress.scenesDone.includes(scene.name)) continue;
    out.scene(index + 1, SCENES.length, scene.title);
    await scene.play(play);
    remember({ scenesDone: [...progress.scenesDone, scene.name] });
  }
  if (progress.scenesDone.length === SCENES.length) out.plain(`\nAll ${SCENES.length} steps were verified.`);
}

async function cast(server: DemoServer, options: DemoOptions): Promise<Readonly<Record<Role, Person>>> {
  const token = await mintToken(server.data, { user: options.admin }).catch((error: unknown) => {
    throw error instanceof NotVerified
      ? new NotVerified(`${error.message} --admin names an administrator of the server's directory.`)
      : error;
  });
  return chooseCast(graphCaller("administrator", server.url, token), options.admin);
}

async function makePlay(
  server: DemoServer,
  people: Readonly<Record<Role, Person>>,
  out: Narrator,
  progress: () => Progress,
  remember: (more: Partial<Progress>) => void,
): Promise<Play> {
  const tokens = await mintUserTokens(
    server.data,
    ROLES.map((role) => people[role].userPrincipalName),
  );
  const caller = (role: Role) =>
    graphCaller(people[role].displayName, server.url, tokens[ROLES.indexOf(role)] ?? "");
  return {
    people,
    callers: {
      administrator: caller("administrator"),
      employee: caller("employee"),
      colleague: caller("colleague"),
      manager: caller("manager"),
      ownerA: caller("ownerA"),
      ownerB: caller("ownerB"),
    },
    time: await playTime(server.url),
    runId: progress().runId,
    fact: (name) => {
      const fact = progress().facts[name];
      if (fact === undefined)
        throw new NotVerified(`The step file does not know "${name}": it is from another run.`);
      return fact;
    },
    remember: (facts) => remember({ facts: { ...progress().facts, ...facts } }),
    tell: out.tell,
    verified: out.verified,
  };
}

function introduce(
  people: Readonly<Record<Role, Person>>,
  server: DemoServer,
  play: Play,
  out: Narrator,
): void {
  out.plain(
    `Gatehouse at ${server.url}, ${play.time.simulated ? "simulated" : "real"} clock, run ${play.runId}`,
  );
  for (const role of ROLES)
    out.plain(`  ${role.padEnd(14)} ${people[role].displayName} <${people[role].userPrincipalName}>`);
}

function runAgainTrusting(ca: string, server: DemoServer, options: DemoOptions): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      gatehouseBin(),
      "demo",
      ...["--url", server.url, "--data", server.data, "--admin", options.admin],
      ...(options.stepFile === undefined ? [] : ["--step-file", options.stepFile]),
      ...(options.steps === undefined ? [] : ["--steps", String(options.steps)]),
    ],
    { stdio: "inherit", env: { ...process.env, NODE_EXTRA_CA_CERTS: ca } },
  );
  process.once("exit", () => child.kill());
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
