import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpCaller } from "../outsider/http-caller.js";
import { inParallel } from "../outsider/in-parallel.js";
import { type OutsidePerson, type Outsider, startOutsider } from "../outsider/outsider.js";
import { createCatalog, createGroupResource, createPackage, createPolicy, EM } from "../outsider/packages.js";
import {
  type Expected,
  expected,
  handling,
  lengthMs,
  type PackagePlan,
  packagePlans,
  policySpec,
} from "./year/plan.js";

/** 50 people ask for 25 packages: 1,250 requests, of which 250 are approved to the end and 1,000 are parked in stage 1 or 2. */
const ASKERS = 50;
const BEGINS = "2026-01-05T08:00:00Z";
/** Real time for the simulated year (issue: under 30 s). */
const YEAR_WITHIN_MS = 30_000;

type Request = {
  readonly id: string;
  readonly plan: PackagePlan;
  readonly asker: OutsidePerson;
  readonly at: { readonly asked: number; stage1: number | undefined; stage2: number | undefined };
};

type StoredRequest = { id: string; state: string; status: string; completedDateTime: string };

describe("a simulated year over 1,000 parked requests", () => {
  let outsider: Outsider;
  let groups: ReadonlyMap<PackagePlan, { readonly groupId: string; readonly packageId: string }>;
  let requests: readonly Request[];
  let wanted: ReadonlyMap<string, Expected>;
  let yearTookMs: number;

  beforeAll(async () => {
    outsider = await startOutsider("year", { simulatedClock: BEGINS });
    const [approver, alternate, ...askers] = await outsider.people(ASKERS + 2);
    if (approver === undefined || alternate === undefined)
      throw new Error("The directory has too few people.");
    groups = await makePackages(outsider.admin, approver, alternate);
    requests = await park(outsider, askers, groups);
    await decide(outsider, approver, requests);
    const began = performance.now();
    const { now } = await outsider.admin.post<{ now: string }>("/test/clock", { advance: "P365D" });
    yearTookMs = performance.now() - began;
    process.stderr.write(
      `A year over ${requests.length} requests took ${(yearTookMs / 1000).toFixed(1)} s of real time.\n`,
    );
    wanted = new Map(requests.map((r) => [r.id, expected(r.plan, r.at, Date.parse(now))]));
  }, 240_000);
  afterAll(() => outsider?.end());

  it("passes in less than 30 seconds of real time", () => {
    expect(yearTookMs).toBeLessThan(YEAR_WITHIN_MS);
  });

  it("leaves every request denied or delivered, completed at exactly the instant its policy says", async () => {
    const stored = await all<StoredRequest>(outsider.admin, groups, "assignmentRequests");
    const found = new Map(stored.map((r) => [r.id, r]));
    const wrong = [...wanted].flatMap(([id, should]) => {
      const is = found.get(id);
      const right =
        is?.state === should.state &&
        Date.parse(is.completedDateTime) === should.completedAt &&
        (should.state === "delivered" || is.status === "Expired");
      return right ? [] : [{ is, should: { ...should, completedAt: instant(should.completedAt) } }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  it("ended every access at exactly the instant its policy says, and no other", async () => {
    const assignments = await all<{
      id: string;
      state: string;
      expiredDateTime: string | null;
      target: { objectId: string };
      accessPackage: { id: string };
    }>(outsider.admin, groups, "assignments", "&$expand=target,accessPackage");
    const found = new Map(assignments.map((a) => [`${a.target.objectId} ${a.accessPackage.id}`, a]));
    const wrong = requests.flatMap((r) => {
      const should = wanted.get(r.id);
      const is = found.get(`${r.asker.id} ${groups.get(r.plan)?.packageId ?? ""}`);
      if (should?.state === "denied") return is === undefined ? [] : [{ is, should }];
      const right =
        should?.endedAt === undefined
          ? is?.state === "delivered"
          : is?.state === "expired" && Date.parse(is.expiredDateTime ?? "") === should.endedAt;
      return right ? [] : [{ is, should }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  it("leaves in each group exactly those whose access has not ended", async () => {
    for (const [plan, { groupId }] of groups) {
      const members = await outsider.admin.list<{ id: string }>(`/groups/${groupId}/members`);
      const should = requests.filter((r) => {
        const end = wanted.get(r.id);
        return r.plan === plan && end?.state === "delivered" && end.endedAt === undefined;
      });
      expect({ package: plan.name, members: members.map((m) => m.id).toSorted() }).toEqual({
        package: plan.name,
        members: should.map((r) => r.asker.id).toSorted(),
      });
    }
  });

  it("recorded every stage, escalation and time-out at exactly the right instant", async () => {
    const entries = await outsider.admin.list<{
      activityDisplayName: string;
      activityDateTime: string;
      targetResources: readonly { id: string | null }[];
    }>("/auditLogs/directoryAudits?$top=999");
    const times = new Map<string, number[]>();
    for (const entry of entries)
      for (const id of new Set(entry.targetResources.map((t) => t.id))) {
        const key = `${String(id)} ${entry.activityDisplayName}`;
        times.set(key, [...(times.get(key) ?? []), Date.parse(entry.activityDateTime)]);
      }
    const recorded = (id: string, activity: string) =>
      (times.get(`${id} ${activity}`) ?? []).toSorted((a, b) => a - b).map(instant);
    const wrong = [...wanted].flatMap(([id, should]) => {
      const is = {
        added: recorded(id, "Add approver to request approval"),
        timedOut: recorded(id, "Access package assignment request timed out (no approver action taken)"),
      };
      const must = {
        added: should.approversAddedAt.map(instant),
        timedOut: should.timedOutAt === undefined ? [] : [instant(should.timedOutAt)],
      };
      return JSON.stringify(is) === JSON.stringify(must) ? [] : [{ id, is, must }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(wrong.length).toBe(0);
  });
});

async function makePackages(
  admin: HttpCaller,
  approver: OutsidePerson,
  alternate: OutsidePerson,
): Promise<ReadonlyMap<PackagePlan, { groupId: string; packageId: string }>> {
  const catalogId = await createCatalog(admin, "A year");
  const made = await inParallel(4, packagePlans(), async (plan) => {
    const group = await createGroupResource(admin, catalogId, plan.name);
    const packageId = await createPackage(admin, catalogId, plan.name, [group]);
    await createPolicy(admin, packageId, policySpec(plan, [approver.id], [alternate.id]));
    return [plan, { groupId: group.groupId, packageId }] as const;
  });
  return new Map(made);
}

/** Everybody asks for everything; a few minutes pass between packages, so that no two fall due together. */
async function park(
  outsider: Outsider,
  askers: readonly OutsidePerson[],
  groups: ReadonlyMap<PackagePlan, { readonly packageId: string }>,
): Promise<readonly Request[]> {
  const requests: Request[] = [];
  for (const [plan, { packageId }] of groups) {
    const now = await advance(outsider, "PT7M13S");
    requests.push(
      ...(await inParallel(16, askers, async (asker) => {
        const { id } = await asker.caller.post<{ id: string }>(`${EM}/assignmentRequests`, {
          requestType: "userAdd",
          assignment: { accessPackageId: packageId },
        });
        return { id, plan, asker, at: { asked: now, stage1: undefined, stage2: undefined } };
      })),
    );
  }
  return requests;
}

/** A fifth of the requests is approved in stage 1, a fifth in both stages, each package at another time. */
async function decide(
  outsider: Outsider,
  approver: OutsidePerson,
  requests: readonly Request[],
): Promise<void> {
  const askers = [...new Set(requests.map((r) => r.asker))];
  const plans = [...new Set(requests.map((r) => r.plan))];
  const handled = (r: Request) => handling(askers.indexOf(r.asker), plans.indexOf(r.plan));
  for (const stage of [0, 1] as const)
    for (const plan of plans) {
      const now = await advance(outsider, "PT11M7S");
      const due = requests.filter(
        (r) =>
          r.plan === plan &&
          (handled(r) === "both approved" || (stage === 0 && handled(r) === "stage 1 approved")),
      );
      await inParallel(16, due, async (r) => {
        await approve(approver.caller, r.id, stage);
        if (stage === 0) r.at.stage1 = now;
        else r.at.stage2 = now;
      });
    }
  await advance(outsider, "PT1M");
}

async function approve(approver: HttpCaller, requestId: string, stage: 0 | 1): Promise<void> {
  const path = `${EM}/accessPackageAssignmentApprovals/${requestId}`;
  const { stages } = await approver.get<{ stages: readonly { id: string }[] }>(path);
  const answer = await approver.call("PATCH", `${path}/stages/${stages[stage]?.id ?? ""}`, {
    body: { reviewResult: "Approve", justification: "fits" },
  });
  if (answer.status !== 204) throw new Error(`Approving was answered ${answer.status}: ${answer.text}`);
}

async function advance(outsider: Outsider, by: string): Promise<number> {
  const { now } = await outsider.admin.post<{ now: string }>("/test/clock", { advance: by });
  return Date.parse(now);
}

/** Everything of one kind, package by package. */
async function all<T>(
  admin: HttpCaller,
  groups: ReadonlyMap<PackagePlan, { readonly packageId: string }>,
  collection: string,
  more = "",
): Promise<readonly T[]> {
  const pages = await inParallel(4, [...groups.values()], ({ packageId }) =>
    admin.list<T>(`${EM}/${collection}?$filter=accessPackage/id eq '${packageId}'&$top=200${more}`),
  );
  return pages.flat();
}

function instant(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : String(ms);
}

describe("the plan of the year", () => {
  it("waits for a thousand requests, and reads days and hours", () => {
    const all25 = packagePlans().flatMap((_, p) => Array.from({ length: ASKERS }, (__, a) => handling(a, p)));
    expect(all25.filter((h) => h !== "both approved")).toHaveLength(1000);
    expect(lengthMs("P1D")).toBe(24 * lengthMs("PT1H"));
  });
});
