/**
 * `npm run simulate -- [crash] [--kills 50] [--seed S] [--seeds N] [--clients 16]`: crash runs, one for each seed.
 * Progress and summaries on stderr, the figures as one JSON object a line on stdout. Exit 0 only when nothing was lost or doubled.
 */
import { parseArgs } from "node:util";
import { isSound, summary } from "./crash/figures.js";
import { crashRun, freshSeed } from "./crash-run.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string" },
    seeds: { type: "string", default: "1" },
    clients: { type: "string", default: "16" },
  },
});

if (positionals.some((name) => name !== "crash")) {
  process.stderr.write(`There is no simulation called "${positionals.join(" ")}"; there is: crash\n`);
  process.exit(2);
}

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130)); // "exit" ends the server

const first = values.seed === undefined ? freshSeed() : Number(values.seed);
let sound = true;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const figures = await crashRun({
    kills: Number(values.kills),
    seed,
    clients: Number(values.clients),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  process.stderr.write(`${summary(figures)}\n`);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  sound &&= isSound(figures);
}
process.exit(sound ? 0 : 1);
