/** accessPackageAssignmentPolicy as beta writes it. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { EntityType } from "../entity-type.js";
import type { Navigation } from "../navigation.js";
import { getThrough } from "./lens.js";
import { POLICY_PARTS } from "./policy-parts.js";

/** `type` is v1.0's. */
export function betaPolicyType<M>(
  type: EntityType<M>,
  navigation: Readonly<Record<string, Navigation<M>>>,
): EntityType<M> {
  return {
    ...type,
    properties: {
      id: "guid",
      accessPackageId: "guid",
      displayName: "string",
      description: "string",
      canExtend: "boolean",
      durationInDays: "int32",
      expirationDateTime: "dateTime",
      requestorSettings: "complex",
      requestApprovalSettings: "complex",
      accessReviewSettings: "complex",
      questions: "complex",
      createdBy: "string",
      createdDateTime: "dateTime",
      modifiedBy: "string",
      modifiedDateTime: "dateTime",
    },
    indexed: {
      ...type.indexed,
      accessPackageId: { index: "accessPackageId", type: "guid" },
      catalogId: { index: "catalogId", type: "guid" },
    },
    // Questions are written out anyway, in beta's shape.
    navigation: Object.fromEntries(Object.entries(navigation).filter(([name]) => name !== "questions")),
    write: (model, context) => {
      // The texts of questions in the words of their author: beta has the translations beside them.
      const preferences = { ...context.preferences, languages: [] };
      const today = type.write(model, { ...context, preferences });
      const { id, displayName, description, createdDateTime, modifiedDateTime } = today;
      // This is the type of policies, whatever its parameter is called here.
      const { accessPackageId } = model as unknown as AssignmentPolicy;
      return {
        ...{ id, accessPackageId, displayName, description },
        ...getThrough(POLICY_PARTS, today),
        ...{ createdBy: null, createdDateTime, modifiedBy: null, modifiedDateTime },
      };
    },
  };
}
