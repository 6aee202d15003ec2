/** Custom extensions whose defaults are valid. */
import type { CustomExtension } from "../../src/domain/custom-extension/custom-extension.js";
import { lasting, NOW } from "./instants.js";

/** Called for requests, and waited for one hour. */
export function anExtension(says: Partial<CustomExtension> = {}): CustomExtension {
  return {
    kind: "customExtension",
    id: "extension",
    catalogId: "catalog",
    extensionType: "accessPackageAssignmentRequestWorkflowExtension",
    displayName: "Check the licence",
    description: null,
    endpoint: { kind: "httpRequestEndpoint", targetUrl: "https://hooks.example.org/licence?code=secret" },
    authentication: { kind: "azureAdPopTokenAuthentication" },
    client: { timeoutInMilliseconds: 1_000, maximumRetries: 0 },
    callback: { isForApprovalStage: false, timeoutDuration: lasting("PT1H") },
    createdBy: null,
    createdDateTime: NOW,
    lastModifiedBy: null,
    lastModifiedDateTime: NOW,
    ...says,
  };
}
