/** A service outside that is called at certain stages of a request or an assignment (Graph: customCalloutExtension of a catalog). */
import type { Duration } from "../time/duration.js";
import type { Instant } from "../time/instant.js";

/** Lives in partition `catalog/{catalogId}` of `governance`. */
export type CustomExtension = {
  readonly kind: "customExtension";
  readonly id: string;
  readonly catalogId: string;
  /** The Graph type: the first for requests, which may wait for an answer; the second for reminders of assignments, which never waits. */
  readonly extensionType:
    | "accessPackageAssignmentRequestWorkflowExtension"
    | "accessPackageAssignmentWorkflowExtension";
  readonly displayName: string;
  readonly description: string | null;
  readonly endpoint: CalloutEndpoint;
  readonly authentication:
    | { readonly kind: "azureAdPopTokenAuthentication" }
    | { readonly kind: "azureAdTokenAuthentication"; readonly resourceId: string };
  readonly client: { readonly timeoutInMilliseconds: number; readonly maximumRetries: number };
  /** Null: called and not waited for. */
  readonly callback: {
    /** True: the answer says who must approve (accessPackageRequestApprovalStageCallbackConfiguration). */
    readonly isForApprovalStage: boolean;
    readonly timeoutDuration: Duration;
  } | null;
  readonly createdBy: string | null;
  readonly createdDateTime: Instant;
  readonly lastModifiedBy: string | null;
  readonly lastModifiedDateTime: Instant;
};

export type CalloutEndpoint =
  | { readonly kind: "httpRequestEndpoint"; readonly targetUrl: string }
  | {
      readonly kind: "logicAppTriggerEndpointConfiguration";
      readonly subscriptionId: string;
      readonly resourceGroupName: string;
      readonly logicAppWorkflowName: string;
      readonly url: string | null;
    };

/** Graph: accessPackageCustomExtensionStage. */
export type CustomExtensionStage =
  | "assignmentRequestCreated"
  | "assignmentRequestApproved"
  | "assignmentRequestGranted"
  | "assignmentRequestRemoved"
  | "assignmentFourteenDaysBeforeExpiration"
  | "assignmentOneDayBeforeExpiration";
