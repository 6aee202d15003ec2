/** May those who asked for access see who decides about it? The stage says so, or leaves it to the tenant's settings. */
import type { Approval, ApprovalStage } from "./approval.js";

/** The approval without the names that its stages hide. What was decided, when, and the reason given stay. */
export function asRequestorsSee(approval: Approval, areShownByDefault: boolean): Approval {
  return {
    stages: approval.stages.map((stage) => (isShown(stage, areShownByDefault) ? stage : withoutNames(stage))),
  };
}

function isShown({ settings }: ApprovalStage, byDefault: boolean): boolean {
  switch (settings.approverInformationVisibility) {
    case "visible":
      return true;
    case "notVisible":
      return false;
    case "default":
      return byDefault;
  }
}

function withoutNames(stage: ApprovalStage): ApprovalStage {
  return {
    ...stage,
    approvers: { primary: [], usedFallback: false, escalation: [], delegates: [] },
    reviewedBy: null,
    reviewedInPlaceOf: null,
  };
}
