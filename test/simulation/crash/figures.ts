/** The figures of a crash run, and how they are told. */
export type CrashFigures = {
  readonly seed: number;
  readonly kills: number;
  readonly clients: number;
  readonly seconds: number;
  readonly calls: number;
  readonly unanswered: number;
  /** Requests answered 201. */
  readonly accepted: number;
  readonly delivered: number;
  readonly ended: number;
  readonly denied: number;
  readonly canceled: number;
  /** Accepted, and not in the store at the end. */
  readonly lost: number;
  /** In the store, and never accepted: a repeated call was taken for a new one. */
  readonly doubled: number;
  readonly membership: Effects;
  readonly mails: Effects;
  /** One "Fulfill access package assignment request" for each delivery, and so on. */
  readonly audit: Effects;
  readonly restarts: {
    readonly readyMs: Spread;
    readonly firstResponseMs: Spread;
    /** From spawn until everything that was in flight at the kill had come to rest. */
    readonly resumedMs: Spread;
    readonly resumedLaterThan3s: number;
    /** In flight at a kill, on average. */
    readonly inFlight: number;
  };
  readonly violations: readonly string[];
};

export type Effects = { readonly expected: number; readonly lost: number; readonly doubled: number };
export type Spread = { readonly p50: number; readonly max: number };

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    p50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    max: Math.round(sorted.at(-1) ?? 0),
  };
}

/** True when nothing was lost, doubled or broken. How quickly it resumed is judged apart: it depends on the machine. */
export function isSound(figures: CrashFigures): boolean {
  const effects = [figures.membership, figures.mails, figures.audit];
  return (
    figures.lost === 0 &&
    figures.doubled === 0 &&
    figures.violations.length === 0 &&
    effects.every((e) => e.lost === 0 && e.doubled === 0)
  );
}

export function summary(figures: CrashFigures): string {
  const { restarts } = figures;
  const effects = (name: string, e: Effects) =>
    `  ${name.padEnd(12)} ${e.expected} expected, ${e.lost} lost, ${e.doubled} doubled`;
  const times = (name: string, s: Spread) => `  ${name.padEnd(36)} p50 ${s.p50} ms, max ${s.max} ms`;
  return [
    `Crash run, seed ${figures.seed}: ${figures.kills} kills, ${figures.clients} clients, ${figures.seconds} s`,
    `  ${figures.calls} calls, ${figures.unanswered} without an answer`,
    `  ${figures.accepted} requests accepted (${figures.delivered} delivered, ${figures.ended} ended, ${figures.denied} denied, ${figures.canceled} canceled)`,
    `  requests     ${figures.accepted} expected, ${figures.lost} lost, ${figures.doubled} doubled`,
    effects("memberships", figures.membership),
    effects("mails", figures.mails),
    effects("audit", figures.audit),
    times("start to ready", restarts.readyMs),
    times("start to first response", restarts.firstResponseMs),
    times("start to all in flight at rest", restarts.resumedMs),
    `  ${restarts.resumedLaterThan3s} restarts took more than 3 s; ${restarts.inFlight.toFixed(1)} in flight at a kill`,
    ...figures.violations.slice(0, 20).map((v) => `  VIOLATION ${v}`),
    isSound(figures) ? "  Nothing lost, nothing doubled." : "  NOT SOUND.",
  ].join("\n");
}
