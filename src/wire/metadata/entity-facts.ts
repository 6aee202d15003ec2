/** What the entity types of this surface do not say of themselves: the types of structured properties, and which type derives from which. */

/** `type/property` -> type, in the notation of complex-types.ts. What is not here and is "complex" is declared as Edm.Untyped. */
export const PROPERTY_TYPES: Readonly<Record<string, string>> = {
  "accessPackageAssignment/customExtensionCalloutInstances": "customExtensionCalloutInstance[]",
  "accessPackageAssignment/schedule": "entitlementManagementSchedule",
  "accessPackageAssignment/state": "accessPackageAssignmentState",
  "accessPackageAssignmentPolicy/allowedTargetScope": "allowedTargetScope",
  "accessPackageAssignmentPolicy/automaticRequestSettings": "accessPackageAutomaticRequestSettings",
  "accessPackageAssignmentPolicy/expiration": "expirationPattern",
  "accessPackageAssignmentPolicy/notificationSettings": "accessPackageNotificationSettings",
  "accessPackageAssignmentPolicy/requestApprovalSettings": "accessPackageAssignmentApprovalSettings",
  "accessPackageAssignmentPolicy/requestorSettings": "accessPackageAssignmentRequestorSettings",
  "accessPackageAssignmentPolicy/reviewSettings": "accessPackageAssignmentReviewSettings",
  "accessPackageAssignmentPolicy/specificAllowedTargets": "subjectSet[]",
  "accessPackageAssignmentRequest/answers": "accessPackageAnswer[]",
  "accessPackageAssignmentRequest/customExtensionCalloutInstances": "customExtensionCalloutInstance[]",
  "accessPackageAssignmentRequest/requestType": "accessPackageRequestType",
  "accessPackageAssignmentRequest/schedule": "entitlementManagementSchedule",
  "accessPackageAssignmentRequest/state": "accessPackageRequestState",
  "accessPackageCatalog/catalogType": "accessPackageCatalogType",
  "accessPackageCatalog/state": "accessPackageCatalogState",
  "accessPackageQuestion/choices": "accessPackageAnswerChoice[]",
  "accessPackageQuestion/localizations": "accessPackageLocalizedText[]",
  "accessPackageResource/attributes": "accessPackageResourceAttribute[]",
  "accessPackageResourceEnvironment/connectionInfo": "connectionInfo",
  "accessPackageResourceEnvironment/originSystem": "String",
  "accessPackageResourceRequest/requestType": "accessPackageRequestType",
  "accessPackageResourceRequest/state": "accessPackageRequestState",
  "accessPackageResourceRole/type": "roleType",
  "accessPackageSubject/subjectLifecycle": "accessPackageSubjectLifecycle!",
  "accessPackageSubject/subjectType": "accessPackageSubjectType",
  "approvalStage/reviewedBy": "identity",
  "connectedOrganization/identitySources": "identitySource[]",
  "connectedOrganization/state": "connectedOrganizationState",
  "customExtensionStageSetting/stage": "accessPackageCustomExtensionStage!",
  "directoryAudit/additionalDetails": "keyValue[]",
  "directoryAudit/initiatedBy": "auditActivityInitiator",
  "directoryAudit/result": "operationResult",
  "directoryAudit/targetResources": "targetResource[]",
  "endUserSettings/relatedPeopleInsightLevel": "accessPackageSuggestionRelatedPeopleInsightLevel",
  "entitlementManagementSettings/externalUserLifecycleAction": "accessPackageExternalUserLifecycleAction",
  "group/groupTypes": "String[]",
  "unifiedRoleDefinition/resourceScopes": "String[]",
  "unifiedRoleDefinition/rolePermissions": "unifiedRolePermission[]",
  "user/businessPhones": "String[]",
  "user/otherMails": "String[]",
  "user/userType": "String",
};

/** Where /beta has one property in two shapes, today's and the older one. */
export const BETA_PROPERTY_TYPES: typeof PROPERTY_TYPES = {
  ...PROPERTY_TYPES,
  "accessPackageAssignmentPolicy/requestApprovalSettings": "Untyped",
  "accessPackageAssignmentPolicy/requestorSettings": "Untyped",
};

/** Graph keeps these apart in derived types; on the way through this surface they are one. */
export const DERIVED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accessPackageQuestion: {
    accessPackageTextInputQuestion: ["isSingleLineQuestion", "regexPattern"],
    accessPackageMultipleChoiceQuestion: ["isMultipleSelectionAllowed", "choices"],
  },
};

/** Entity types that derive from another one than `entity`. */
export const BASES: Readonly<Record<string, string>> = {
  application: "directoryObject",
  directoryRole: "directoryObject",
  endUserSettings: "controlConfiguration",
  group: "directoryObject",
  servicePrincipal: "directoryObject",
  user: "directoryObject",
};

/** Types that have no row of their own and are what others derive from; a base has `id` alone, so that nothing is declared twice. */
export const BASE_TYPES: ReadonlySet<string> = new Set(["directoryObject", "controlConfiguration"]);

/** Types of what lies on the way to the collections, by address. */
export const CONTAINER_TYPES: Readonly<Record<string, string>> = {
  "/auditLogs": "auditLogRoot",
  "/identityGovernance": "identityGovernance",
  "/identityGovernance/entitlementManagement": "entitlementManagement",
  "/roleManagement": "roleManagement",
  "/roleManagement/entitlementManagement": "rbacApplication",
};

/** Parameters of functions, by `type/function/parameter`; others are texts. */
export const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  "accessPackage/filterByCurrentUser/on": "accessPackageFilterByCurrentUserOptions",
  "accessPackageAssignment/filterByCurrentUser/on": "accessPackageAssignmentFilterByCurrentUserOptions",
  "accessPackageAssignmentRequest/filterByCurrentUser/on":
    "accessPackageAssignmentRequestFilterByCurrentUserOptions",
  "approval/filterByCurrentUser/on": "approvalFilterByCurrentUserOptions",
};

/** What actions answer with, by `type/action`; others answer with a status alone. */
export const ACTION_RESULTS: Readonly<Record<string, string>> = {
  "accessPackage/getApplicablePolicyRequirements": "accessPackageAssignmentRequestRequirements[]",
};
