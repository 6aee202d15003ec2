/** Graph's enumerations that this surface writes or takes, with the numbers of the v1.0 schema (spec/api.md, appendix A). */

/** Names in the order of the schema; a number where the counting does not go on by one. */
type Declaration = readonly (string | readonly [string, number])[];

const FUTURE = "unknownFutureValue";

const DECLARATIONS: Readonly<Record<string, Declaration>> = {
  accessPackageAssignmentFilterByCurrentUserOptions: [
    ["target", 1],
    "createdBy",
    [FUTURE, 99],
    "targetManager",
  ],
  accessPackageAssignmentRequestFilterByCurrentUserOptions: [
    ["target", 1],
    "createdBy",
    "approver",
    [FUTURE, 99],
    "targetOrRequestor",
    "targetManager",
    "requestForOthers",
  ],
  accessPackageAssignmentState: [
    "delivering",
    "partiallyDelivered",
    "delivered",
    "expired",
    "deliveryFailed",
    FUTURE,
  ],
  accessPackageCatalogState: [["unpublished", 1], "published", FUTURE],
  accessPackageCatalogType: [["userManaged", 1], "serviceDefault", "serviceManaged", FUTURE],
  accessPackageCustomExtensionStage: [
    ["assignmentRequestCreated", 1],
    "assignmentRequestApproved",
    "assignmentRequestGranted",
    "assignmentRequestRemoved",
    "assignmentFourteenDaysBeforeExpiration",
    "assignmentOneDayBeforeExpiration",
    FUTURE,
  ],
  accessPackageExternalUserLifecycleAction: ["none", "blockSignIn", "blockSignInAndDelete", FUTURE],
  accessPackageFilterByCurrentUserOptions: [
    ["allowedRequestor", 1],
    [FUTURE, 99],
  ],
  accessPackageRequestState: [
    "submitted",
    "pendingApproval",
    "delivering",
    "delivered",
    "deliveryFailed",
    "denied",
    "scheduled",
    "canceled",
    "partiallyDelivered",
    FUTURE,
  ],
  accessPackageRequestType: [
    "notSpecified",
    "userAdd",
    "userUpdate",
    "userRemove",
    "adminAdd",
    "adminUpdate",
    "adminRemove",
    "systemAdd",
    "systemUpdate",
    "systemRemove",
    "onBehalfAdd",
    FUTURE,
    "approverRemove",
  ],
  accessPackageSubjectLifecycle: ["notDefined", "notGoverned", "governed", FUTURE],
  accessPackageSubjectType: ["notSpecified", "user", "servicePrincipal", FUTURE],
  accessPackageSuggestionRelatedPeopleInsightLevel: ["disabled", "count", "countAndNames", FUTURE],
  accessReviewExpirationBehavior: ["keepAccess", "removeAccess", "acceptAccessRecommendation", [FUTURE, 99]],
  allowedTargetScope: [
    "notSpecified",
    "specificDirectoryUsers",
    "specificConnectedOrganizationUsers",
    "specificDirectoryServicePrincipals",
    "allMemberUsers",
    "allDirectoryUsers",
    "allDirectoryServicePrincipals",
    "allConfiguredConnectedOrganizationUsers",
    "allExternalUsers",
    "allDirectoryAgentIdentities",
    FUTURE,
  ],
  approvalFilterByCurrentUserOptions: ["target", "createdBy", "approver", FUTURE],
  approverInformationVisibility: ["default", "notVisible", "visible", FUTURE],
  connectedOrganizationState: ["configured", "proposed", FUTURE],
  customExtensionCalloutInstanceStatus: [
    ["calloutSent", 1],
    "callbackReceived",
    "calloutFailed",
    "callbackTimedOut",
    "waitingForCallback",
    FUTURE,
  ],
  dayOfWeek: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
  expirationPatternType: ["notSpecified", "noExpiration", "afterDateTime", "afterDuration"],
  operationResult: ["success", "failure", "timeout", FUTURE],
  recurrencePatternType: [
    "daily",
    "weekly",
    "absoluteMonthly",
    "relativeMonthly",
    "absoluteYearly",
    "relativeYearly",
  ],
  recurrenceRangeType: ["endDate", "noEnd", "numbered"],
  roleType: ["active", "eligible", "application", "delegated", [FUTURE, 99]],
  socialIdentitySourceType: [["facebook", 1], FUTURE],
  weekIndex: ["first", "second", "third", "fourth", "last"],
};

export type EnumMember = { readonly name: string; readonly value: number };

export const GRAPH_ENUMS: ReadonlyMap<string, readonly EnumMember[]> = new Map(
  Object.entries(DECLARATIONS).map(([name, members]) => {
    let next = 0;
    return [
      name,
      members.map((member) => {
        const [memberName, value] = typeof member === "string" ? [member, next] : member;
        next = value + 1;
        return { name: memberName, value };
      }),
    ];
  }),
);
