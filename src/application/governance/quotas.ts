/**
 * How much of each limit of the whole tenant is used, and whether one more fits. Nothing is counted anew for every request (300,000
 * assignments take about 0.15 s): a count is kept for ten minutes while a fifth of the limit is free, then for one, plus what this process has let through since. So a yes can be wrong by what other processes made meanwhile, by what is
 * under way at this moment, and by requests that become assignments only when they are approved; a no rests on a count of this second.
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
  const isFull = ({ counted, passed }: Known) => counted + passed >= limit;
  let counter = await countOf(ports, name, (known) => {
    const isRoomy = known.counted + known.passed < ROOMY * limit;
    return known.ageMs < (isRoomy ? WITH_ROOM_MS : FOR_YES_MS);
  });
  // What was let through need not have been made.
  if (isFull(counter))
    counter = await countOf(ports, name, ({ ageMs, passed }) => ageMs < FOR_NO_MS && passed === 0);
  if (isFull(counter)) return quotaExceeded(name, limit, counter.counted);
  counter.passed++;
  return undefined;
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

/** How many there are, by a count at most ten seconds old. */
export async function usedOf(ports: Using, name: TenantLimitName): Promise<number> {
  const { counted, passed } = await countOf(ports, name, ({ ageMs }) => ageMs < FOR_LOOKING_MS);
  return counted + passed;
}

const FOR_LOOKING_MS = 10_000;

type Counter = {
  readonly counted: number;
  readonly countedMs: number;
  /** Let through after the counting. */
  passed: number;
};

type Known = Readonly<Pick<Counter, "counted" | "passed">>;
type IsGoodEnough = (known: Known & { readonly ageMs: number }) => boolean;

/** By the store that was counted: a process has one, a test several. */
const COUNTERS = new WeakMap<Documents, Map<TenantLimitName, Promise<Counter>>>();

/** The last count when it is good enough, otherwise a new one, which callers at the same moment share. */
async function countOf(ports: Using, name: TenantLimitName, isGoodEnough: IsGoodEnough): Promise<Counter> {
  const counters = COUNTERS.get(ports.documents) ?? new Map<TenantLimitName, Promise<Counter>>();
  COUNTERS.set(ports.documents, counters);
  const nowMs = msOf(ports.clock.now());
  const earlier = counters.get(name);
  const known = await earlier;
  // A clock that was set back would make a count look young for long.
  if (known !== undefined && isGoodEnough({ ...known, ageMs: Math.abs(nowMs - known.countedMs) }))
    return known;
  const meanwhile = counters.get(name);
  if (meanwhile !== undefined && meanwhile !== earlier) return meanwhile;
  const counting = ports.documents
    .count(COUNTED[name](nowMs))
    .then((counted): Counter => ({ counted, countedMs: nowMs, passed: 0 }));
  counters.set(name, counting);
  // A store that cannot be read now must not keep the failure.
  counting.catch(() => counters.delete(name));
  return counting;
}
