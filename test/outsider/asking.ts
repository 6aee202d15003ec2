/** Asking for access and deciding, as people do it through the API, and what came of it. */
import type { HttpCaller } from "./http-caller.js";
import type { OutsidePerson, Outsider } from "./outsider.js";
import { EM } from "./packages.js";

export type RequestSeen = {
  readonly id: string;
  readonly state: string;
  readonly status: string;
  readonly requestType: string;
  readonly completedDateTime: string | null;
};

export type AssignmentSeen = {
  readonly id: string;
  readonly state: string;
  readonly status: string;
  readonly expiredDateTime: string | null;
  readonly schedule: {
    readonly startDateTime: string | null;
    readonly expiration: { readonly type: string; readonly endDateTime: string | null };
  };
  readonly target?: { readonly objectId: string; readonly displayName: string };
};

/** Posts the request, lets the system come to rest, and gives the request as it is then. */
export async function request(
  outsider: Outsider,
  caller: HttpCaller,
  body: Readonly<Record<string, unknown>>,
): Promise<RequestSeen> {
  const { id } = await caller.post<{ id: string }>(`${EM}/assignmentRequests`, body);
  await quiet(outsider);
  return requestNow(outsider, id);
}

export function requestNow(outsider: Outsider, id: string): Promise<RequestSeen> {
  return outsider.admin.get<RequestSeen>(`${EM}/assignmentRequests/${id}`);
}

export async function quiet(outsider: Outsider): Promise<void> {
  await outsider.admin.post("/test/quiet", {});
}

/** `advance`: an ISO 8601 duration. */
export async function later(outsider: Outsider, advance: string): Promise<void> {
  await outsider.admin.post("/test/clock", { advance });
}

/** What an approver does: opens the approval, and answers the stage that waits for them. */
export async function decide(
  outsider: Outsider,
  approver: OutsidePerson,
  requestId: string,
  reviewResult: "Approve" | "Deny",
): Promise<number> {
  const approval = await approver.caller.get<{
    stages: readonly { id: string; assignedToMe: boolean; status: string }[];
  }>(`${EM}/accessPackageAssignmentApprovals/${requestId}`);
  const stage = approval.stages.find(({ status, assignedToMe }) => assignedToMe && status === "InProgress");
  if (stage === undefined) throw new Error(`No stage of ${requestId} waits for ${approver.displayName}.`);
  const answer = await approver.caller.call(
    "PATCH",
    `${EM}/accessPackageAssignmentApprovals/${requestId}/stages/${stage.id}`,
    { body: { reviewResult, justification: `Decided by ${approver.displayName}` } },
  );
  await quiet(outsider);
  return answer.status;
}

export async function waitingFor(approver: OutsidePerson): Promise<readonly string[]> {
  const approvals = await approver.caller.list<{ id: string }>(
    `${EM}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')`,
  );
  return approvals.map(({ id }) => id);
}

export async function assignmentsOf(
  outsider: Outsider,
  packageId: string,
  person?: OutsidePerson,
): Promise<readonly AssignmentSeen[]> {
  const who = person === undefined ? "" : ` and target/objectId eq '${person.id}'`;
  return outsider.admin.list<AssignmentSeen>(
    `${EM}/assignments?$filter=accessPackage/id eq '${packageId}'${who}&$expand=target`,
  );
}

export async function isMember(outsider: Outsider, groupId: string, person: OutsidePerson): Promise<boolean> {
  const members = await outsider.admin.list<{ id: string }>(`/groups/${groupId}/members`);
  return members.some(({ id }) => id === person.id);
}
