/** Approvals, their stages, and who covers them, with what can be expanded from them. */
import type { ApprovalCoverage } from "../domain/approval/coverage.js";
import type { AssignmentRequest } from "../domain/assignment-request/assignment-request.js";
import type { EntityType } from "./entity-type.js";
import { toMany } from "./navigation.js";
import { approvalShape, approvalStageShape, type StageOfRequest, stagesOf } from "./shapes/approval.js";
import { approvalCoverageShape } from "./shapes/approval-coverage.js";

export const approvalStageType: EntityType<StageOfRequest> = { ...approvalStageShape, navigation: {} };

export const approvalCoverageType: EntityType<ApprovalCoverage> = {
  ...approvalCoverageShape,
  navigation: {},
};

export const approvalType: EntityType<AssignmentRequest> = {
  ...approvalShape,
  navigation: {
    stages: toMany(
      "approvalStage",
      () => approvalStageType,
      async (requests) => requests.map((request) => stagesOf(request).map((model) => ({ model }))),
    ),
  },
};
