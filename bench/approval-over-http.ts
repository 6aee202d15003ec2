/** The main job over HTTP, as a client would do it: submit, be parked, two approvals, delivered. */
import { until } from "../src/cli/demo/until.js";
import type { HttpCaller } from "../test/outsider/http-caller.js";
import type { OutsidePerson } from "../test/outsider/outsider.js";
import { EM } from "../test/outsider/packages.js";

export type Workflow = { readonly asker: OutsidePerson; readonly packageId: string };
export type Parked = { readonly requestId: string; readonly stageIds: readonly string[] };

type Stage = { readonly id: string; readonly status: string };

/** Milliseconds: short enough not to be measured as latency, long enough not to be measured as load. */
const SOON = { firstPauseMs: 2, longestPauseMs: 2 };

export async function submit({ asker, packageId }: Workflow): Promise<string> {
  const { id } = await asker.caller.post<{ id: string }>(`${EM}/assignmentRequests`, {
    requestType: "userAdd",
    assignment: { accessPackageId: packageId },
    justification: "bench",
  });
  return id;
}

/** Waits until the first stage is open. */
export async function parked(approver: HttpCaller, requestId: string): Promise<Parked> {
  const stages = await until(
    `${requestId} is parked`,
    async () => {
      const answer = await approver.call<{ stages: readonly Stage[] }>("GET", approvalPath(requestId));
      return answer.status === 200 && answer.body.stages[0]?.status === "InProgress"
        ? answer.body.stages
        : undefined;
    },
    SOON,
  );
  return { requestId, stageIds: stages.map((s) => s.id) };
}

export async function approve(approver: HttpCaller, parkedAt: Parked, stage: 0 | 1): Promise<void> {
  const path = `${approvalPath(parkedAt.requestId)}/stages/${parkedAt.stageIds[stage] ?? ""}`;
  const answer = await approver.call("PATCH", path, {
    body: { reviewResult: "Approve", justification: "bench" },
  });
  if (answer.status !== 204) throw new Error(`Approving was answered ${answer.status}: ${answer.text}`);
}

export async function secondStageOpen(approver: HttpCaller, requestId: string): Promise<void> {
  await until(
    `stage 2 of ${requestId} is open`,
    async () => {
      const { stages } = await approver.get<{ stages: readonly Stage[] }>(approvalPath(requestId));
      return stages[1]?.status === "InProgress" || undefined;
    },
    SOON,
  );
}

export async function delivered(reader: HttpCaller, requestId: string): Promise<void> {
  await until(
    `${requestId} is delivered`,
    async () => {
      const { state } = await reader.get<{ state: string }>(`${EM}/assignmentRequests/${requestId}`);
      return state === "delivered" || undefined;
    },
    SOON,
  );
}

/** Waits until so many requests of the packages are in the state, asking for one number ten times a second. */
export async function countInState(
  reader: HttpCaller,
  packageIds: readonly string[],
  state: string,
  wanted: number,
): Promise<void> {
  const packages = packageIds.map((id) => `accessPackage/id eq '${id}'`).join(" or ");
  await until(
    `${wanted} requests are ${state}`,
    async () => {
      const page = await reader.get<{ "@odata.count": number }>(
        `${EM}/assignmentRequests?$filter=state eq '${state}' and (${packages})&$count=true&$top=1`,
      );
      return page["@odata.count"] >= wanted || undefined;
    },
    { withinMs: 120_000, firstPauseMs: 100, longestPauseMs: 100 },
  );
}

function approvalPath(requestId: string): string {
  return `${EM}/accessPackageAssignmentApprovals/${requestId}`;
}
