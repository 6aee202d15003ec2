/**
 * What can happen, in one table: the event's type, and the audit activity it is recorded as (names: spec/domain.md 18).
 * An event document is written in the same batch as the change it tells of; it is outbox, audit source and notification source at once.
 */
import type { Actor } from "./authorization/caller.js";
import type { Json } from "./json.js";
import type { Instant } from "./time/instant.js";

/** `null`: nothing for the audit log, only a hint for subscribers. */
export const EVENT_TYPES = {
  catalogCreated: "Create access package catalog",
  catalogUpdated: "Update access package catalog",
  catalogDeleted: "Delete access package catalog",
  resourceAdded: "Create resource request",
  resourceUpdated: "Update access package catalog resource",
  resourceRemoved: "Create resource remove request",
  accessPackageCreated: "Create access package",
  accessPackageUpdated: "Update access package",
  accessPackageDeleted: "Delete access package",
  accessPackageRolesChanged: "Update access package",
  incompatibleAccessPackageAdded: "Create incompatible access package",
  incompatibleAccessPackageRemoved: "Delete incompatible access package",
  incompatibleGroupAdded: "Create incompatible group",
  incompatibleGroupRemoved: "Delete incompatible group",
  assignmentPolicyCreated: "Create access package assignment policy",
  assignmentPolicyUpdated: "Update access package assignment policy",
  assignmentPolicyDeleted: "Delete access package assignment policy",
  roleAssignmentAdded: "Add Entitlement Management role assignment",
  roleAssignmentRemoved: "Remove Entitlement Management role assignment",
  assignmentRequestSubmitted: "User requests access package assignment",
  removalRequested: "User requests to remove access package assignment",
  updateRequested: "Create access package assignment user update request",
  administratorAssigned: "Administrator directly assigns user to access package",
  administratorRemoved: "Administrator directly removes user access package assignment",
  systemRemovalRequested: "Entitlement Management removes access package assignment request for user",
  approvalStageStarted: "Add approver to request approval",
  approvalStageEscalated: "Add approver to request approval",
  approvalStageCompleted: "Approval stage completed for access package assignment request",
  assignmentRequestApproved: "Approve access package assignment request",
  assignmentRequestAutoApproved: "Auto approve access package assignment request",
  assignmentRequestDenied: "Deny access package assignment request",
  assignmentRequestTimedOut: "Access package assignment request timed out (no approver action taken)",
  assignmentRequestCanceled: "Cancel access package assignment request",
  assignmentRequestDeleted: "Delete access package assignment request",
  assignmentRequestFailed: "Failed access package assignment request",
  assignmentScheduled: "Schedule a future access package assignment",
  deliveryStarted: "Ready to fulfill access package assignment request",
  assignmentDelivered: "Fulfill access package assignment request",
  assignmentPartiallyDelivered: "Partially fulfill access package assignment request",
  roleGranted: "Fulfill access package resource assignment",
  roleRevoked: "Remove access package resource assignment",
  deliveryAttemptFailed: null,
  assignmentExtended: "Extend access package assignment",
  assignmentEnded: "Remove access package assignment",
  assignmentEnding: null,
  reprocessRequested: null,
  approverRemovalRequested: "Approver removes user access package assignment",
  approversChanged: "Add approver to request approval",
  approvalDelegated: "Delegate approvals",
  approvalDelegationEnded: "End delegation of approvals",
  connectedOrganizationCreated: "Create connected organization",
  connectedOrganizationUpdated: "Update connected organization",
  connectedOrganizationDeleted: "Delete connected organization",
  internalSponsorAdded: "Assign user as internal sponsor",
  internalSponsorRemoved: "Remove user as internal sponsor",
  externalSponsorAdded: "Assign user as external sponsor",
  externalSponsorRemoved: "Remove user as external sponsor",
  subjectUpdated: "Update access package subject",
  tenantSettingsUpdated: "Update tenant setting",
  customExtensionCreated: "Create custom extension",
  customExtensionUpdated: "Update custom extension",
  customExtensionDeleted: "Delete custom extension",
  customExtensionCalled: "Execute custom extension",
  customExtensionAnswered: "Update access package assignment request",
  resourceEnvironmentCreated: "Create resource environment",
  /** A subject's roles are to be looked at now: a retry fell due, or a package changed. Sent over the bus only, never stored. */
  deliveryDue: null,
  /** Objects of the directory were changed, or may have been: what depends on them is to be looked at again. Sent over the bus only, never stored. */
  directoryChanged: null,
} as const satisfies Record<string, string | null>;

export type EventType = keyof typeof EVENT_TYPES;

export type EntitlementEvent = {
  readonly kind: "event";
  readonly id: string;
  readonly type: EventType;
  readonly dateTime: Instant;
  readonly actor: Actor;
  /** The request-id of the HTTP call, or of the event that led to this one. */
  readonly correlationId: string;
  /** The partition it is in: a subject id, `tenant` or `catalog/{id}`. */
  readonly partition: string;
  /** What it happened to: Graph type name (accessPackage, accessPackageAssignmentRequest ...), id and name at that time. */
  readonly object: { readonly type: string; readonly id: string; readonly displayName: string | null };
  readonly related: {
    readonly catalogId?: string;
    readonly accessPackageId?: string;
    readonly assignmentPolicyId?: string;
    readonly requestId?: string;
    readonly assignmentId?: string;
    readonly subjectId?: string;
  };
  /** Values before and after, where a property changed. Never a secret. */
  readonly changes?: readonly {
    readonly property: string;
    readonly oldValue: Json;
    readonly newValue: Json;
  }[];
  readonly detail?: Json;
};
