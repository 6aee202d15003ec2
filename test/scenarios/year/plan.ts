/**
 * What a year does to parked requests, worked out from the policies alone: an independent calculation, sharing no code with the product.
 * Stage 1 begins when the request is made, stage 2 when stage 1 is approved, access when stage 2 is.
 */
import type { PolicySpec } from "../../outsider/packages.js";

export type StagePlan = { readonly denyAfter: string; readonly escalateAfter?: string };

export type PackagePlan = {
  readonly name: string;
  readonly stages: readonly [StagePlan, StagePlan];
  readonly accessFor?: string;
};

/** How far the approvers take a request before the year begins. */
export type Handling = "nobody decides" | "stage 1 approved" | "both approved";

export type Expected = {
  readonly state: "denied" | "delivered";
  readonly completedAt: number;
  /** Each start of a stage and each escalation, in order. */
  readonly approversAddedAt: readonly number[];
  /** When nobody had decided in time; undefined for those that were approved. */
  readonly timedOutAt: number | undefined;
  /** When access ended; undefined when it stands, or never began. */
  readonly endedAt: number | undefined;
};

const DENIALS = ["P4D", "P7D", "P14D", "P30D", "P90D"] as const;
const ESCALATIONS = [undefined, "P1D", "P2D", undefined, "P3D"] as const;
const ACCESS = ["P30D", "P90D", "PT12H", "P1D", undefined, "P400D"] as const;

/** 25 packages, no two alike in how long their stages wait, when they escalate and how long access lasts. */
export function packagePlans(): readonly PackagePlan[] {
  return Array.from({ length: 25 }, (_, i) => {
    const accessFor = ACCESS[i % ACCESS.length];
    return {
      name: `Year ${i}`,
      stages: [stage(i, 0), stage(i, 1)],
      ...(accessFor === undefined ? {} : { accessFor }),
    };
  });
}

function stage(i: number, which: number): StagePlan {
  const denyAfter = DENIALS[(i + which * 2) % DENIALS.length] ?? "P14D";
  const escalateAfter = ESCALATIONS[(Math.floor(i / 5) + which) % ESCALATIONS.length];
  return escalateAfter === undefined ? { denyAfter } : { denyAfter, escalateAfter };
}

export function handling(personIndex: number, packageIndex: number): Handling {
  const turn = (personIndex + packageIndex) % 5;
  if (turn === 1) return "stage 1 approved";
  return turn === 2 ? "both approved" : "nobody decides";
}

export function policySpec(
  plan: PackagePlan,
  approverIds: readonly string[],
  escalateToIds: readonly string[],
): PolicySpec {
  return {
    stages: plan.stages.map((s) => ({
      approverIds,
      denyAfter: s.denyAfter,
      ...(s.escalateAfter === undefined ? {} : { escalateAfter: s.escalateAfter, escalateToIds }),
    })),
    ...(plan.accessFor === undefined ? {} : { accessFor: plan.accessFor }),
  };
}

export function expected(
  plan: PackagePlan,
  at: { readonly asked: number; readonly stage1: number | undefined; readonly stage2: number | undefined },
  yearEnds: number,
): Expected {
  const [first, second] = plan.stages;
  if (at.stage1 === undefined) return timesOut(first, at.asked, []);
  if (at.stage2 === undefined) return timesOut(second, at.stage1, [at.asked]);
  const endsAt = plan.accessFor === undefined ? Infinity : at.stage2 + lengthMs(plan.accessFor);
  return {
    state: "delivered",
    completedAt: at.stage2,
    approversAddedAt: [at.asked, at.stage1],
    timedOutAt: undefined,
    endedAt: endsAt <= yearEnds ? endsAt : undefined,
  };
}

function timesOut(stage: StagePlan, began: number, before: readonly number[]): Expected {
  const timedOutAt = began + lengthMs(stage.denyAfter);
  const escalated = stage.escalateAfter === undefined ? [] : [began + lengthMs(stage.escalateAfter)];
  return {
    state: "denied",
    completedAt: timedOutAt,
    approversAddedAt: [...before, began, ...escalated],
    timedOutAt,
    endedAt: undefined,
  };
}

/** Whole days or whole hours: all that the plans use. */
export function lengthMs(duration: string): number {
  const days = /^P(\d+)D$/.exec(duration);
  const hours = /^PT(\d+)H$/.exec(duration);
  if (days !== null) return Number(days[1]) * 86_400_000;
  if (hours !== null) return Number(hours[1]) * 3_600_000;
  throw new Error(`The plan has no word for ${duration}.`);
}
