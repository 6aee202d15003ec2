/** approvalCoverage on the wire. Graph has no such type: the name and the properties are ours. */
import type { ApprovalCoverage } from "../../domain/approval/coverage.js";
import type { Shape } from "../entity-type.js";

export const approvalCoverageShape = {
  name: "approvalCoverage",
  properties: { id: "guid", isDecidable: "boolean", stages: "complex" },
  indexed: {},
  write: ({ id, stages }) => ({
    id,
    // Of those who were looked at.
    isDecidable: stages.every(({ undecidable }) => undecidable === 0),
    stages: stages.map((stage) => ({
      stage: stage.stage,
      requestors: stage.who,
      groupId: stage.groupId,
      isOnBehalf: stage.isOnBehalf,
      lookedAt: stage.looked,
      isComplete: stage.isComplete,
      undecidable: stage.undecidable,
      people: stage.people.map(({ personId, displayName, reasons }) => ({
        id: personId,
        displayName,
        reasons,
      })),
    })),
  }),
} satisfies Shape<ApprovalCoverage>;
