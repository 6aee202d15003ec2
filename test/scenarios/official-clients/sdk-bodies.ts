/**
 * Bodies as the newer SDK writes them from its typed models: in its own order, with its `@odata.type` and its additionalData.
 * Version 1.0.0-preview.90 writes no property of a derived type (each `serialize...` of one returns at once); its users put them into
 * additionalData, and so do we.
 */
import { Duration } from "@microsoft/kiota-abstractions";
import {
  type AccessPackageAssignmentPolicy,
  type AccessPackageAssignmentRequest,
  AccessPackageRequestTypeObject,
  AllowedTargetScopeObject,
  type CustomCalloutExtension,
  ExpirationPatternTypeObject,
  serializeAccessPackageAssignmentPolicy,
  serializeAccessPackageAssignmentRequest,
  serializeCustomCalloutExtension,
} from "@microsoft/msgraph-sdk/models/index.js";
import { writtenBySdk } from "./through-sdk.js";

export function policyBySdk(packageId: string, personId: string): string {
  const person = derived("singleUser", { userId: personId });
  const manager = derived("requestorManager", { managerLevel: 1 });
  const why = {
    ...derived("accessPackageTextInputQuestion", { isSingleLineQuestion: true }),
    text: "Why?",
    isRequired: true,
    sequence: 1,
    localizations: [{ languageCode: "de", text: "Warum?" }],
  };
  const choices = ["Here", "Over there"].map((text) => ({ actualValue: text[0], text, localizations: [] }));
  const where = {
    ...derived("accessPackageMultipleChoiceQuestion", { isMultipleSelectionAllowed: false, choices }),
    text: "Where?",
    sequence: 2,
  };
  const policy: AccessPackageAssignmentPolicy = {
    displayName: "Written by the SDK",
    description: "d",
    accessPackage: { id: packageId },
    allowedTargetScope: AllowedTargetScopeObject.SpecificDirectoryUsers,
    specificAllowedTargets: [person],
    expiration: { type: ExpirationPatternTypeObject.AfterDuration, duration: new Duration({ days: 30 }) },
    requestorSettings: { enableTargetsToSelfAddAccess: true, onBehalfRequestors: [] },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: true,
      isRequestorJustificationRequired: false,
      stages: [
        {
          durationBeforeAutomaticDenial: new Duration({ days: 14 }),
          isApproverJustificationRequired: false,
          isEscalationEnabled: false,
          primaryApprovers: [manager],
          fallbackPrimaryApprovers: [person],
        },
      ],
    },
    questions: [why, where],
    additionalData: { "extension_of_a_client@odata.comment": "to be ignored" },
  };
  return writtenBySdk(policy, serializeAccessPackageAssignmentPolicy);
}

export function requestBySdk(
  packageId: string,
  policyId: string,
  personId: string,
  [why = "", where = ""]: readonly string[],
): string {
  const answer = (questionId: string, type: string, value: string) => ({
    ...derived("accessPackageAnswerString", { value }),
    answeredQuestion: { ...derived(type, {}), id: questionId },
  });
  const request: AccessPackageAssignmentRequest = {
    requestType: AccessPackageRequestTypeObject.AdminAdd,
    assignment: {
      additionalData: { targetId: personId, assignmentPolicyId: policyId, accessPackageId: packageId },
    },
    answers: [
      answer(why, "accessPackageTextInputQuestion", "because"),
      answer(where, "accessPackageMultipleChoiceQuestion", "H"),
    ],
  };
  return writtenBySdk(request, serializeAccessPackageAssignmentRequest);
}

export function extensionBySdk(): string {
  const callback = derived("customExtensionCallbackConfiguration", {});
  const extension: CustomCalloutExtension = {
    ...derived("accessPackageAssignmentRequestWorkflowExtension", {
      callbackConfiguration: { "@odata.type": callback.odataType, timeoutDuration: "PT1H" },
    }),
    displayName: "Training",
    description: "d",
    endpointConfiguration: derived("logicAppTriggerEndpointConfiguration", {
      subscriptionId: "38ab2ccc-3747-4567-b36b-9478f5602f0d",
      resourceGroupName: "governance",
      logicAppWorkflowName: "training",
      url: "https://prod.example.org/workflows/training",
    }),
    authenticationConfiguration: derived("azureAdPopTokenAuthentication", {}),
    clientConfiguration: { timeoutInMilliseconds: 1000, maximumRetries: 1 },
  };
  return writtenBySdk(extension, serializeCustomCalloutExtension);
}

function derived(type: string, properties: Readonly<Record<string, unknown>>) {
  return { odataType: `#microsoft.graph.${type}`, additionalData: { ...properties } };
}
