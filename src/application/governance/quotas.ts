/**
 * How much of each limit of the whole tenant is used, and whether one more fits. Nothing is counted anew for every request (300,000
 * assignments take about 0.15 s): a count is kept for ten minutes while a fifth of the limit is free, then for one, plus what this
 * process has let through since. So a yes can be wrong by what other processes made meanwhile, by what is under way at this moment,
 * and by requests that become assignments only when they are approved; a no rests on a count of this second.
 */
import type { Refusal } from "../../domain/errors.js";
import { type LimitName, limitOf, quotaExceeded } from "../../domain/tenant/limit-table.js";
import { instantOf, msOf } from "../../domain/time/instant.js";
import type { Documents, Query } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { catalogPartition } from "./find.js";
import { loadTenantSettings } from "./tenant-settings.js";

type Counted = Omit<Query, "top" | "orderBy" | "continuation">;
type Using = Pick<Ports, "documents" | "clock">;

const RECENT_DAYS = 90;

/** What is counted for each limit of the tenant. */
const COUNTED = {
  catalogs: () => ({ container: "governance", kind: "catalog" }),
  accessPackages: () => ({ container: "governance", kind: "accessPackage" }),
  assignmentPolicies: () => ({ container: "governance", kind: "assignmentPolicy" }),
  connectedOrganizations: () => ({ container: "governance", kind: "connectedOrganization" }),
  customExtensions: () => ({ container: "governance", kind: "customExtension" }),
  assignments: () => ({
    container: "access",
    kind: "assignment",
    filter: { op: "ne", path: "state", value: "expired" },
  }),
  assignmentRequestsInThreeMonths: (nowMs) => ({
    container: "access",
    kind: "assignmentRequest",
    filter: { op: "ge", path: "createdDateTime", value: instantOf(nowMs - RECENT_DAYS * 86_400_000) },
  }),
} as const satisfies Partial<Record<LimitName, (nowMs: number) => Counted>>;

type TenantLimitName = keyof typeof COUNTED;

/** Is it a limit of the whole tenant, so that one can say how much is used? */
export function isTenantLimit(name: LimitName): name is TenantLimitName {
  return Object.hasOwn(COUNTED, name);
}

/** Less than this part of a limit is used. */
const ROOMY = 0.8;
const WITH_ROOM_MS = 600_000;
const FOR_YES_MS = 60_000;
const FOR_NO_MS = 1_000;

/** One more is about to be made: undefined when it fits, and then it counts as made; otherwise QuotaExceeded with the limit and the count. */
export async function lacksQuota(ports: Using, name: TenantLimitName): Promise<Refusal | undefined> {
  const limit = limitOf(await loadTenantSettings(ports), name);
  const tally = tallyOf(ports, name);
  const isFull = ({ counted, passed }: Count) => counted + passed >= limit;
  // Nobody waits for a count that somebody else is making, except to be refused.
  if (tally.counting === undefined && !isRecent(tally.last, limit, msOf(ports.clock.now())))
    await countAnew(ports, name);
  if (tally.last !== undefined && isFull(tally.last)) {
    const counted = isOfThisSecond(tally.last, msOf(ports.clock.now()))
      ? tally.last
      : await (tally.counting ?? countAnew(ports, name));
    if (isFull(counted)) return quotaExceeded(name, limit, counted.counted);
  }
  if (tally.last !== undefined) tally.last.passed++;
  return undefined;
}

function isRecent(last: Count | undefined, limit: number, nowMs: number): boolean {
  if (last === undefined) return false;
  const isRoomy = last.counted + last.passed < ROOMY * limit;
  return ageOf(last, nowMs) < (isRoomy ? WITH_ROOM_MS : FOR_YES_MS);
}

/** What was let through need not have been made. */
function isOfThisSecond(last: Count, nowMs: number): boolean {
  return last.passed === 0 && ageOf(last, nowMs) < FOR_NO_MS;
}

/** The kinds of which a catalog holds only so many. */
const IN_CATALOG = { resourcesPerCatalog: "resource", roleAssignmentsPerCatalog: "roleAssignment" } as const;

/** As above, for one catalog, and exactly; what is there already under this id always fits. */
export async function lacksQuotaInCatalog(
  ports: Using,
  name: keyof typeof IN_CATALOG,
  catalogId: string,
  id: string,
): Promise<Refusal | undefined> {
  const partition = catalogPartition(catalogId);
  const limit = limitOf(await loadTenantSettings(ports), name);
  const used = await ports.documents.count({ container: "governance", partition, kind: IN_CATALOG[name] });
  if (used < limit || (await ports.documents.get("governance", partition, id)) !== undefined)
    return undefined;
  return quotaExceeded(name, limit, used, `catalog ${catalogId}`);
}

/** How many there are, by a count at most a second old. */
export async function usedOf(ports: Using, name: TenantLimitName): Promise<number> {
  const tally = tallyOf(ports, name);
  const isYoung = tally.last !== undefined && ageOf(tally.last, msOf(ports.clock.now())) < FOR_LOOKING_MS;
  if (!isYoung) await (tally.counting ?? countAnew(ports, name));
  return tally.last === undefined ? 0 : tally.last.counted + tally.last.passed;
}

const FOR_LOOKING_MS = 1_000;

type Count = {
  readonly counted: number;
  readonly countedMs: number;
  /** Let through after the counting. */
  passed: number;
};

type Tally = { last: Count | undefined; counting: Promise<Count> | undefined };

/** By the store that was counted: a process has one, a test several. */
const TALLIES = new WeakMap<Documents, Map<TenantLimitName, Tally>>();

function tallyOf({ documents }: Using, name: TenantLimitName): Tally {
  const tallies = TALLIES.get(documents) ?? new Map<TenantLimitName, Tally>();
  TALLIES.set(documents, tallies);
  const tally = tallies.get(name) ?? { last: undefined, counting: undefined };
  tallies.set(name, tally);
  return tally;
}

async function countAnew(ports: Using, name: TenantLimitName): Promise<Count> {
  const tally = tallyOf(ports, name);
  const countedMs = msOf(ports.clock.now());
  const count = async (): Promise<Count> => ({
    counted: await ports.documents.count(COUNTED[name](countedMs)),
    countedMs,
    passed: 0,
  });
  tally.counting = count();
  try {
    tally.last = await tally.counting;
    return tally.last;
  } finally {
    tally.counting = undefined;
  }
}

/** A clock that was set back would make a count look young for long. */
function ageOf({ countedMs }: Count, nowMs: number): number {
  return Math.abs(nowMs - countedMs);
}
