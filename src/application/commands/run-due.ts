/** Does everything that is due in one bucket of the schedule, and says when to come back. */
import { endOfBucket, type ScheduleRow } from "../../domain/schedule-row.js";
import { type Instant, instantOf, msOf } from "../../domain/time/instant.js";
import { earliest } from "../../domain/time/ordering.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { handleDueRow } from "./handle-due-row.js";

export type DueRun = {
  /** When to run this bucket again; null: its hour is over and it is empty. */
  readonly next: Instant | null;
  /** What went wrong, one line for each row; these rows stay and are tried again. */
  readonly failures: readonly string[];
};

/** Rows read, handled side by side, and deleted in one batch. */
const PAGE = 64;

/** A row that failed is tried again after this long. */
const RETRY_MS = 60_000;

export async function runDue(ports: Ports, input: { readonly bucket: string }): Promise<DueRun> {
  const { bucket } = input;
  const failures: string[] = [];
  const failed = new Set<string>();
  const now = ports.clock.now();
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<ScheduleRow>({
      container: "schedule",
      kind: "due",
      partition: bucket,
      filter: { op: "le", path: "dueDateTime", value: now },
      orderBy: [{ path: "dueDateTime", direction: "asc" }],
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    await handlePage(ports, bucket, page.items, failures, failed);
    continuation = page.continuation;
  } while (continuation !== undefined);
  return { next: await nextRun(ports, bucket, now, failed), failures };
}

async function handlePage(
  ports: Ports,
  bucket: string,
  rows: readonly Stored<ScheduleRow>[],
  failures: string[],
  failed: Set<string>,
): Promise<void> {
  await Promise.all(
    rows.map(async ({ document }) => {
      try {
        await handleDueRow(ports, document);
      } catch (error) {
        // One row that cannot be handled must not keep the others waiting.
        failed.add(document.id);
        failures.push(`${document.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  await deleteRows(
    ports,
    bucket,
    rows.filter(({ document }) => !failed.has(document.id)),
  );
}

async function deleteRows(ports: Ports, bucket: string, rows: readonly Stored<ScheduleRow>[]): Promise<void> {
  if (rows.length === 0) return;
  const deletions = rows.map(({ document }): Operation => ({ op: "delete", id: document.id }));
  const result = await ports.documents.batch("schedule", bucket, deletions);
  if (result.kind === "written" || deletions.length === 1) return;
  // Somebody else has deleted one of them, and a batch is all or nothing: the rest goes one by one.
  for (const deletion of deletions) await ports.documents.batch("schedule", bucket, [deletion]);
}

/** What fell due while this run was under way is found here: `ran` is when it looked. */
async function nextRun(
  ports: Ports,
  bucket: string,
  ran: Instant,
  failed: ReadonlySet<string>,
): Promise<Instant | null> {
  const page = await ports.documents.query<ScheduleRow>({
    container: "schedule",
    kind: "due",
    partition: bucket,
    filter: { op: "gt", path: "dueDateTime", value: ran },
    orderBy: [{ path: "dueDateTime", direction: "asc" }],
    top: 1,
  });
  const due = page.items[0]?.document.dueDateTime;
  const retry = failed.size > 0 ? instantOf(msOf(ran) + RETRY_MS) : null;
  const next = earliest(due ?? null, retry);
  if (next !== null) return next;
  // Until its hour is over rows can still come; one last run at the end sees those whose wake-up came too late.
  const end = endOfBucket(bucket);
  return ran < end ? end : null;
}
