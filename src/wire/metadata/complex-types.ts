/**
 * Graph's complex types that this surface writes or takes (spec/api.md, appendix A). A declaration is `name:Type` for each property:
 * Type is a primitive, or a complex or enumerated type of this schema; `[]` makes a collection of it, `!` says that it is never null.
 */

export type ComplexType = { readonly base?: string; readonly isAbstract?: true; readonly properties: string };

const abstract: ComplexType = { isAbstract: true, properties: "" };
const subjectSet = (properties = ""): ComplexType => ({ base: "subjectSet", properties });

export const COMPLEX_TYPES: Readonly<Record<string, ComplexType>> = {
  accessPackageAnswer: {
    isAbstract: true,
    properties: "displayValue:String answeredQuestion:accessPackageQuestion",
  },
  accessPackageAnswerChoice: {
    properties: "actualValue:String localizations:accessPackageLocalizedText[] text:String",
  },
  accessPackageAnswerString: { base: "accessPackageAnswer", properties: "value:String" },
  accessPackageApprovalStage: {
    properties:
      "approverInformationVisibility:approverInformationVisibility! durationBeforeAutomaticDenial:Duration durationBeforeEscalation:Duration escalationApprovers:subjectSet[] fallbackEscalationApprovers:subjectSet[] fallbackPrimaryApprovers:subjectSet[] isApproverJustificationRequired:Boolean isEscalationEnabled:Boolean primaryApprovers:subjectSet[]",
  },
  accessPackageAssignmentApprovalSettings: {
    properties:
      "isApprovalRequiredForAdd:Boolean isApprovalRequiredForUpdate:Boolean isRequestorJustificationRequired:Boolean stages:accessPackageApprovalStage[]",
  },
  accessPackageAssignmentRequestRequirements: {
    properties:
      "allowCustomAssignmentSchedule:Boolean isApprovalRequiredForAdd:Boolean isApprovalRequiredForUpdate:Boolean isRequestorJustificationRequired:Boolean policyDescription:String policyDisplayName:String policyId:String schedule:entitlementManagementSchedule questions:accessPackageQuestion[]",
  },
  accessPackageAssignmentRequestorSettings: {
    properties:
      "allowCustomAssignmentSchedule:Boolean enableOnBehalfRequestorsToAddAccess:Boolean enableOnBehalfRequestorsToRemoveAccess:Boolean enableOnBehalfRequestorsToUpdateAccess:Boolean enableTargetsToSelfAddAccess:Boolean enableTargetsToSelfRemoveAccess:Boolean enableTargetsToSelfUpdateAccess:Boolean onBehalfRequestors:subjectSet[]",
  },
  accessPackageAssignmentReviewSettings: {
    properties:
      "expirationBehavior:accessReviewExpirationBehavior fallbackReviewers:subjectSet[] isEnabled:Boolean isRecommendationEnabled:Boolean isReviewerJustificationRequired:Boolean isSelfReview:Boolean primaryReviewers:subjectSet[] schedule:entitlementManagementSchedule",
  },
  accessPackageAutomaticRequestSettings: {
    properties:
      "gracePeriodBeforeAccessRemoval:Duration removeAccessWhenTargetLeavesAllowedTargets:Boolean requestAccessForAllowedTargets:Boolean",
  },
  accessPackageLocalizedText: { properties: "languageCode:String! text:String" },
  accessPackageNotificationSettings: { properties: "isAssignmentNotificationDisabled:Boolean!" },
  accessPackageResourceAttribute: {
    properties:
      "destination:accessPackageResourceAttributeDestination isEditable:Boolean isPersistedOnAssignmentRemoval:Boolean name:String source:accessPackageResourceAttributeSource",
  },
  accessPackageResourceAttributeDestination: abstract,
  accessPackageResourceAttributeQuestion: {
    base: "accessPackageResourceAttributeSource",
    properties: "question:accessPackageQuestion",
  },
  accessPackageResourceAttributeSource: abstract,
  accessPackageUserDirectoryAttributeStore: {
    base: "accessPackageResourceAttributeDestination",
    properties: "",
  },
  attributeRuleMembers: subjectSet("description:String membershipRule:String"),
  auditActivityInitiator: { properties: "app:appIdentity user:userIdentity" },
  appIdentity: {
    properties: "appId:String displayName:String servicePrincipalId:String servicePrincipalName:String",
  },
  azureActiveDirectoryTenant: { base: "identitySource", properties: "displayName:String tenantId:String" },
  connectedOrganizationMembers: subjectSet("connectedOrganizationId:String description:String"),
  connectionInfo: { properties: "url:String" },
  crossCloudAzureActiveDirectoryTenant: {
    base: "identitySource",
    properties: "cloudInstance:String! displayName:String tenantId:String",
  },
  customExtensionCalloutInstance: {
    properties:
      "customExtensionId:String detail:String externalCorrelationId:String id:String status:customExtensionCalloutInstanceStatus",
  },
  domainIdentitySource: { base: "identitySource", properties: "displayName:String domainName:String" },
  entitlementManagementSchedule: {
    properties: "expiration:expirationPattern recurrence:patternedRecurrence startDateTime:DateTimeOffset",
  },
  expirationPattern: {
    properties: "duration:Duration endDateTime:DateTimeOffset type:expirationPatternType",
  },
  externalDomainFederation: {
    base: "identitySource",
    properties: "displayName:String domainName:String issuerUri:String",
  },
  externalSponsors: subjectSet(),
  groupMembers: subjectSet("description:String groupId:String"),
  identity: { properties: "displayName:String id:String" },
  identitySource: abstract,
  internalSponsors: subjectSet(),
  keyValue: { properties: "key:String value:String" },
  modifiedProperty: { properties: "displayName:String newValue:String oldValue:String" },
  patternedRecurrence: { properties: "pattern:recurrencePattern range:recurrenceRange" },
  recurrencePattern: {
    properties:
      "dayOfMonth:Int32! daysOfWeek:dayOfWeek[] firstDayOfWeek:dayOfWeek index:weekIndex interval:Int32! month:Int32! type:recurrencePatternType",
  },
  recurrenceRange: {
    properties:
      "endDate:Date numberOfOccurrences:Int32! recurrenceTimeZone:String startDate:Date type:recurrenceRangeType",
  },
  requestorManager: subjectSet("managerLevel:Int32"),
  singleServicePrincipal: subjectSet("description:String servicePrincipalId:String"),
  singleUser: subjectSet("description:String userId:String"),
  socialIdentitySource: {
    base: "identitySource",
    properties: "displayName:String socialIdentitySourceType:socialIdentitySourceType!",
  },
  subjectSet: abstract,
  targetAgentIdentitySponsorsOrOwners: subjectSet(),
  targetApplicationOwners: subjectSet(),
  targetManager: subjectSet("managerLevel:Int32"),
  targetResource: {
    properties:
      "displayName:String groupType:String id:String modifiedProperties:modifiedProperty[] type:String userPrincipalName:String",
  },
  targetUserSponsors: subjectSet(),
  unifiedRolePermission: { properties: "allowedResourceActions:String[] condition:String" },
  userIdentity: { base: "identity", properties: "ipAddress:String userPrincipalName:String" },
};
