/**
 * `npm run bench [-- --only NAME]`: every figure beside the floor of the same run. JSON lines on stdout, a table on stderr; under four minutes.
 * `--only` takes the beginning of a name: `filter`, `durable`, `approval-http-one`, `approval-http-batch`, `http-get`, `http-list`.
 */
import { parseArgs } from "node:util";
import { durableWorkflow } from "./durable-workflow.js";
import { filterParsing } from "./filter.js";
import { durableFloor } from "./floor-durable.js";
import { startFloorServer } from "./floor-http.js";
import { benchProduct } from "./product.js";
import { type BenchResult, line, row } from "./result.js";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wants = (name: string) => values.only === undefined || name.startsWith(values.only);

const PRODUCT_FIGURES = ["approval-http-one", "approval-http-batch", "http-get", "http-list"];

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(130)); // "exit" ends the server

function report(result: BenchResult): void {
  process.stdout.write(`${line(result)}\n`);
  process.stderr.write(`${row(result)}\n`);
}

if (wants("filter")) for (const result of filterParsing()) report(result);
if (wants("durable")) for (const result of await durableWorkflow()) report(result);

if (values.only === "filter") process.exit(0);

const durable = await durableFloor(5_000, 300);
report({ name: "floor-durable-batch", value: durable.batchPerSecond, unit: "wf/s", n: 5_000 });
report({ name: "floor-durable-one-p50", value: durable.oneP50Ms, unit: "ms", n: 300 });

if (PRODUCT_FIGURES.some(wants)) {
  const floorServer = await startFloorServer();
  try {
    await benchProduct({ wants, floorServer, durable, report });
  } finally {
    floorServer.end();
  }
}
process.exit(0); // kept-alive connections would hold the process
