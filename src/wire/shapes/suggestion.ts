/** accessPackageSuggestion and availableAccessPackage on the wire. */
import type { SuggestedPackage } from "../../application/queries/list-access-package-suggestions.js";
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { SuggestionReason } from "../../domain/suggestion/suggestions.js";
import type { Shape } from "../entity-type.js";
import type { JsonObject } from "../json-object.js";

export const availableAccessPackageShape = {
  name: "availableAccessPackage",
  properties: { id: "guid", displayName: "string", description: "string" },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
  },
  write: ({ id, displayName, description }) => ({ id, displayName, description }),
} satisfies Shape<AccessPackage>;

export const suggestionShape = {
  name: "accessPackageSuggestion",
  properties: { id: "guid", reasons: "complex" },
  indexed: {
    id: { index: "id", type: "guid" },
    "accessPackage/id": { index: "accessPackage/id", type: "guid" },
    "accessPackage/displayName": { index: "accessPackage/displayName", type: "string" },
  },
  write: ({ id, reasons, names }) => ({ id, reasons: reasons.map((reason) => writeReason(reason, names)) }),
} satisfies Shape<SuggestedPackage>;

function writeReason(reason: SuggestionReason, names: SuggestedPackage["names"]): JsonObject {
  if (reason.kind === "assignmentHistory")
    return {
      "@odata.type": "#microsoft.graph.accessPackageSuggestionSelfAssignmentHistoryBased",
      lastAssignmentDateTime: reason.lastAssignmentDateTime,
      pastAssignmentCount: reason.pastAssignmentCount,
    };
  return {
    "@odata.type": "#microsoft.graph.accessPackageSuggestionRelatedPeopleBased",
    relatedPeople: reason.peopleIds
      .filter((id) => names.has(id))
      .map((id) => ({ id, displayName: names.get(id) ?? null })),
    relatedPeopleAssignmentCount: reason.peopleIds.length,
  };
}
