/** Everything that happened is on record, with when it was and who did it. */
import { NotVerified, type Play, type Scene } from "../play.js";
import { until } from "../until.js";

type Entry = {
  /** Its place in the ledger. */
  readonly sequence: number;
  readonly activityDateTime: string;
  readonly activityDisplayName: string;
  readonly initiatedBy: {
    readonly user?: {
      readonly userPrincipalName?: string | null;
      readonly displayName?: string | null;
    } | null;
    readonly app?: { readonly displayName?: string | null } | null;
  } | null;
  readonly targetResources: readonly { readonly id: string | null; readonly displayName?: string | null }[];
};

/** What must be on record of this story (activity names of spec/domain.md 18). */
const EXPECTED = [
  "Create access package catalog",
  "Create resource request",
  "Create access package",
  "Create access package assignment policy",
  "User requests access package assignment",
  "Approval stage completed for access package assignment request",
  "Approve access package assignment request",
  "Fulfill access package assignment request",
  "Administrator directly removes user access package assignment",
  "Remove access package assignment",
] as const;

export const auditTrail: Scene = {
  name: "audit",
  title: "The audit trail of it all",
  async play(play: Play) {
    let entries: readonly Entry[] = [];
    try {
      await until("every step is in the audit log", async () => {
        entries = await entriesOfThisRun(play);
        return missing(entries).length === 0 || undefined;
      });
    } catch {
      throw new NotVerified(`The audit log lacks: ${missing(entries).join("; ")}.`);
    }
    for (const entry of entries) play.tell(line(entry));
    play.verified(`${entries.length} entries, and every kind that the story must have left`);
  },
};

async function entriesOfThisRun({ callers, fact }: Play): Promise<readonly Entry[]> {
  const ours = new Set(
    [
      ...["catalogId", "packageId", "policyId", "requestId", "assignmentId", "groupResourceId"],
      ...[
        "applicationResourceId",
        "secondPackageId",
        "secondRequestId",
        "secondAssignmentId",
        "removalRequestId",
      ],
    ].map(fact),
  );
  const entries = await callers.administrator.list<Entry>(
    `/auditLogs/directoryAudits?$filter=category eq 'EntitlementManagement' and activityDateTime ge ${fact("beganAt")}`,
  );
  return entries
    .filter((e) => e.targetResources.some((t) => t.id !== null && ours.has(t.id)))
    .toSorted((a, b) => a.activityDateTime.localeCompare(b.activityDateTime) || a.sequence - b.sequence);
}

function missing(entries: readonly Entry[]): readonly string[] {
  const seen = new Set(entries.map((e) => e.activityDisplayName));
  return EXPECTED.filter((activity) => !seen.has(activity));
}

function line(entry: Entry): string {
  const by = entry.initiatedBy;
  const who = by?.user?.userPrincipalName ?? by?.user?.displayName ?? by?.app?.displayName ?? "the system";
  const what = entry.targetResources.map((t) => t.displayName ?? t.id).find((name) => name) ?? "";
  return `${entry.activityDateTime}  ${entry.activityDisplayName}  [${who}]  ${what}`;
}
