/** Custom extensions, the requests that wait for them, and upload sessions, which are documented and not built. */
import type { Examples } from "../example.js";

const EXTENSIONS = "EM/catalogs/{catalogId}/customWorkflowExtensions";
const SESSIONS = "EM/catalogs/{catalogId}/resources/{resourceId}/uploadSessions";

/** Waited for when a request is made. */
export const AN_EXTENSION = {
  "@odata.type": "#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
  displayName: "Training",
  description: "Is the training done?",
  endpointConfiguration: {
    "@odata.type": "#microsoft.graph.logicAppTriggerEndpointConfiguration",
    subscriptionId: "38ab2ccc-3747-4567-b36b-9478f5602f0d",
    resourceGroupName: "governance",
    logicAppWorkflowName: "training",
    url: "https://prod.example.org/workflows/training",
  },
  authenticationConfiguration: { "@odata.type": "#microsoft.graph.azureAdPopTokenAuthentication" },
  callbackConfiguration: {
    "@odata.type": "#microsoft.graph.customExtensionCallbackConfiguration",
    timeoutDuration: "P10D",
  },
};

export const EXTENSION_EXAMPLES: Examples = (ids) => ({
  [`GET ${EXTENSIONS}`]: {},
  [`POST ${EXTENSIONS}`]: { body: { ...AN_EXTENSION, displayName: "Another" } },
  [`GET ${EXTENSIONS}/{extensionId}`]: {},
  [`PUT ${EXTENSIONS}/{extensionId}`]: { body: { ...AN_EXTENSION, description: "changed" } },
  [`DELETE ${EXTENSIONS}/{extensionId}`]: { keys: { extensionId: ids["unusedExtensionId"] ?? "" } },
  "POST EM/assignmentRequests/{requestId}/resume": {
    keys: { requestId: ids["waitingRequestId"] ?? "" },
    body: {
      source: "training",
      type: "microsoft.graph.accessPackageCustomExtensionStage.assignmentRequestCreated",
      data: {
        "@odata.type": "microsoft.graph.accessPackageAssignmentRequestCallbackData",
        stage: "assignmentRequestCreated",
        customExtensionStageInstanceId: ids["calloutId"],
        customExtensionStageInstanceDetail: "done",
      },
    },
  },
  [`GET ${SESSIONS}`]: {},
  [`POST ${SESSIONS}`]: {},
  [`GET ${SESSIONS}/{sessionId}`]: { keys: { sessionId: ids.catalogId } },
  [`DELETE ${SESSIONS}/{sessionId}`]: { keys: { sessionId: ids.catalogId } },
});
