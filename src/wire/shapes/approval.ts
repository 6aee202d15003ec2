/** approval and approvalStage on the wire. An approval is its request, seen from the side of those who decide. */
import type { ApprovalStage, ReviewedBy } from "../../domain/approval/approval.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Shape } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";

/** A stage together with the request that it belongs to. */
export type StageOfRequest = {
  readonly id: string;
  readonly stage: ApprovalStage;
  readonly index: number;
  readonly request: AssignmentRequest;
};

export const approvalShape = {
  name: "approval",
  properties: { id: "guid", stages: "complex" },
  indexed: {},
  // Graph writes the stages out without being asked (api.md 1.3).
  write: (request, context) => ({
    id: request.id,
    stages: stagesOf(request).map((stage) => writeStage(stage, context)),
  }),
} satisfies Shape<AssignmentRequest>;

export const approvalStageShape = {
  name: "approvalStage",
  properties: {
    id: "guid",
    displayName: "string",
    status: "string",
    assignedToMe: "boolean",
    reviewResult: "string",
    reviewedBy: "complex",
    reviewedDateTime: "dateTime",
    justification: "string",
    reviewedInPlaceOf: "complex",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    status: { index: "stage/status", type: "string" },
    reviewResult: { index: "stage/reviewResult", type: "string" },
    reviewedDateTime: { index: "stage/reviewedDateTime", type: "dateTime" },
  },
  write: writeStage,
} satisfies Shape<StageOfRequest>;

export function stagesOf(request: AssignmentRequest): readonly StageOfRequest[] {
  return (request.approval?.stages ?? []).map((stage, index) => ({ id: stage.id, stage, index, request }));
}

function writeStage({ stage, index, request }: StageOfRequest, { call }: ExpandContext) {
  const { caller } = call;
  const isMine =
    caller.kind === "user" &&
    caller.isForeign !== true &&
    stage.status === "InProgress" &&
    request.pendingApproverIds.includes(caller.objectId);
  return {
    id: stage.id,
    displayName: `Stage ${index + 1}`,
    status: stage.status,
    assignedToMe: isMine,
    reviewResult: stage.reviewResult,
    reviewedBy: identityOf(stage.reviewedBy),
    reviewedDateTime: stage.reviewedDateTime,
    justification: stage.justification,
    // Not in Graph: the approver whose delegate decided.
    reviewedInPlaceOf: identityOf(stage.reviewedInPlaceOf ?? null),
  };
}

function identityOf(person: ReviewedBy | null) {
  return person === null
    ? null
    : { "@odata.type": "#microsoft.graph.userIdentity", ...person, ipAddress: null };
}
