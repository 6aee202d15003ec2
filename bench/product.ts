/** The benchmarks of the whole product: a server in a process of its own, over HTTP, with the organization of the sample. */
import autocannon from "autocannon";
import { httpCaller } from "../test/outsider/http-caller.js";
import { inParallel } from "../test/outsider/in-parallel.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../test/outsider/outsider.js";
import {
  createCatalog,
  createGroupResource,
  createPackage,
  createPolicy,
  EM,
} from "../test/outsider/packages.js";
import {
  approve,
  countInState,
  delivered,
  parked,
  secondStageOpen,
  submit,
  type Workflow,
} from "./approval-over-http.js";
import type { DurableFloor } from "./floor-durable.js";
import type { FloorServer } from "./floor-http.js";
import { processUsage } from "./process-usage.js";
import { percentile, type Report } from "./result.js";

const PEOPLE = 50;
/** 50 people and 20 packages: 1,000 workflows in the batch. */
const BATCH_PACKAGES = 20;
/** 50 people and 2 packages: 100 workflows one after the other. */
const ONE_PACKAGES = 2;
const CALLERS = 64;
const CANNON = { connections: 16, duration: 4 };

export type ProductBench = {
  readonly wants: (name: string) => boolean;
  readonly floorServer: FloorServer;
  readonly durable: DurableFloor;
  readonly report: Report;
};

type Bed = {
  readonly outsider: Outsider;
  readonly approver: OutsidePerson;
  readonly askers: readonly OutsidePerson[];
  readonly packageIds: readonly string[];
  readonly catalogId: string;
};

/** Runs what is wanted on one server; the lists are measured over what the workflows have left. */
export async function benchProduct(bench: ProductBench): Promise<void> {
  const outsider = await startOutsider("bench");
  try {
    const bed = await makeBed(outsider);
    if (bench.wants("approval-http-one")) await oneAtATime(bed, bench);
    if (bench.wants("approval-http-batch") || bench.wants("http-list")) await batch(bed, bench);
    if (bench.wants("http-get")) await pointGet(bed, bench);
    if (bench.wants("http-list")) await filteredList(bed, bench);
    bench.report({
      name: "server-rss",
      value: processUsage(outsider.server().pid).residentMegabytes,
      unit: "MB",
      n: 1,
    });
  } finally {
    await outsider.end();
  }
}

async function makeBed(outsider: Outsider): Promise<Bed> {
  const [approver, ...askers] = await outsider.people(PEOPLE + 1);
  if (approver === undefined) throw new Error("The directory has nobody.");
  const catalogId = await createCatalog(outsider.admin, "Bench");
  const packageIds: string[] = [];
  for (let i = 0; i < BATCH_PACKAGES + ONE_PACKAGES; i += 1) {
    const group = await createGroupResource(outsider.admin, catalogId, `Bench ${i}`);
    const id = await createPackage(outsider.admin, catalogId, `Bench ${i}`, [group]);
    const stage = { approverIds: [approver.id] };
    await createPolicy(outsider.admin, id, { stages: [stage, stage], accessFor: "P30D" });
    packageIds.push(id);
  }
  return { outsider, approver, askers, packageIds, catalogId };
}

async function oneAtATime(bed: Bed, { report, durable }: ProductBench): Promise<void> {
  const { approver, outsider } = bed;
  const work = workflows(bed, bed.packageIds.slice(BATCH_PACKAGES));
  const times: number[] = [];
  const deliveries: number[] = [];
  for (const each of work) {
    const began = performance.now();
    const parkedAt = await parked(approver.caller, await submit(each));
    await approve(approver.caller, parkedAt, 0);
    await secondStageOpen(approver.caller, parkedAt.requestId);
    const approved = performance.now();
    await approve(approver.caller, parkedAt, 1);
    await delivered(outsider.admin, parkedAt.requestId);
    deliveries.push(performance.now() - approved);
    times.push(performance.now() - began);
  }
  const n = times.length;
  report({
    name: "approval-http-one-p50",
    value: percentile(times, 0.5),
    unit: "ms",
    n,
    floor: durable.oneP50Ms,
  });
  report({
    name: "approval-http-one-p99",
    value: percentile(times, 0.99),
    unit: "ms",
    n,
    floor: durable.oneP99Ms,
  });
  report({ name: "approve-to-delivered-p50", value: percentile(deliveries, 0.5), unit: "ms", n });
  report({ name: "approve-to-delivered-p99", value: percentile(deliveries, 0.99), unit: "ms", n });
}

async function batch(bed: Bed, { report, durable, floorServer }: ProductBench): Promise<void> {
  const { approver, outsider } = bed;
  const packageIds = bed.packageIds.slice(0, BATCH_PACKAGES);
  const work = workflows(bed, packageIds);
  const n = work.length;
  const floor = await floorPosts(floorServer, n);
  await openConnections(bed);
  const before = processUsage(outsider.server().pid);
  const began = performance.now();
  const latencies: number[] = [];
  const ids = await inParallel(CALLERS, work, async (each) => {
    const start = performance.now();
    const id = await submit(each);
    latencies.push(performance.now() - start);
    return id;
  });
  const submitted = performance.now();
  report({
    name: "http-submit",
    value: (n / (submitted - began)) * 1000,
    unit: "req/s",
    n,
    floor: floor.perSecond,
  });
  report({ name: "http-submit-p99", value: percentile(latencies, 0.99), unit: "ms", n, floor: floor.p99Ms });
  await countInState(outsider.admin, packageIds, "pendingApproval", n);
  const all = await inParallel(CALLERS, ids, async (id) => {
    const parkedAt = await parked(approver.caller, id);
    await approve(approver.caller, parkedAt, 0);
    return parkedAt;
  });
  await inParallel(CALLERS, all, async (each) => {
    await secondStageOpen(approver.caller, each.requestId);
    await approve(approver.caller, each, 1);
  });
  await countInState(outsider.admin, packageIds, "delivered", n);
  const ms = performance.now() - began;
  const after = processUsage(outsider.server().pid);
  report({
    name: "approval-http-batch",
    value: (n / ms) * 1000,
    unit: "wf/s",
    n,
    floor: durable.batchPerSecond,
  });
  report({
    name: "approval-http-cpu-per-1000",
    value: ((after.cpuSeconds - before.cpuSeconds) / n) * 1000,
    unit: "CPU s",
    n,
    floor: durable.cpuSecondsPer1000,
  });
}

/** Clients keep their connections; Node takes one new one in a turn of its event loop, which is not what is measured here. */
async function openConnections({ outsider }: Bed): Promise<void> {
  const callers = Array.from({ length: CALLERS }, (_, i) => i);
  await inParallel(CALLERS, callers, () => outsider.admin.call("GET", "/health"));
}

async function floorPosts(
  { origin }: FloorServer,
  n: number,
): Promise<{ readonly perSecond: number; readonly p99Ms: number }> {
  const caller = httpCaller(origin, undefined, "/post");
  const latencies: number[] = [];
  const began = performance.now();
  await inParallel(
    CALLERS,
    Array.from({ length: n }, (_, i) => i),
    async (i) => {
      const start = performance.now();
      await caller.post("/", { requestType: "userAdd", assignment: { accessPackageId: String(i) } });
      latencies.push(performance.now() - start);
    },
  );
  return { perSecond: (n / (performance.now() - began)) * 1000, p99Ms: percentile(latencies, 0.99) };
}

async function pointGet(bed: Bed, bench: ProductBench): Promise<void> {
  await cannon("http-get", `/v1.0${EM}/catalogs/${bed.catalogId}`, bed, bench);
}

async function filteredList(bed: Bed, bench: ProductBench): Promise<void> {
  const asker = bed.packageIds[0] ?? "";
  const half = `$filter=accessPackage/id eq '${asker}' or accessPackage/id eq '${bed.packageIds[1] ?? ""}'`;
  await cannon("http-list-100", `/v1.0${EM}/assignmentRequests?${half}&$top=100`, bed, bench);
}

/** The same bytes from the plain server first, then from the product. */
async function cannon(
  name: string,
  path: string,
  bed: Bed,
  { floorServer, report }: ProductBench,
): Promise<void> {
  const sample = await bed.outsider.admin.call("GET", path);
  if (sample.status !== 200) throw new Error(`${path} answered ${sample.status}: ${sample.text}`);
  const floor = await autocannon({ url: `${floorServer.origin}/get/${sample.text.length}`, ...CANNON });
  const measured = await autocannon({
    url: encodeURI(`${bed.outsider.server().ready.http}${path}`),
    headers: { authorization: `Bearer ${bed.outsider.adminToken}` },
    ...CANNON,
  });
  if (measured.non2xx + measured.errors > 0)
    throw new Error(`${name}: ${measured.non2xx} refusals and ${measured.errors} errors.`);
  const n = measured.requests.total;
  report({ name, value: measured.requests.average, unit: "req/s", n, floor: floor.requests.average });
  report({ name: `${name}-p99`, value: measured.latency.p99, unit: "ms", n });
}

function workflows({ askers }: Bed, packageIds: readonly string[]): readonly Workflow[] {
  return packageIds.flatMap((packageId) => askers.map((asker) => ({ asker, packageId })));
}
