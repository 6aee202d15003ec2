/** What no endpoint can take. */

/** Every property that some endpoint knows, with a value that none of them takes. */
export const WRONG_TYPES = Object.fromEntries(
  `displayName description state isExternallyVisible isHidden catalog resource requestType assignment schedule answers
  justification reviewResult role scope accessPackage allowedTargetScope specificAllowedTargets expiration requestorSettings
  requestApprovalSettings questions notificationSettings principalId roleDefinitionId appScopeId @odata.id mailNickname
  mailEnabled securityEnabled groupTypes userType userPrincipalName accountEnabled appId appRoles appRoleId resourceId
  jobTitle webUrl externalUserLifecycleAction durationUntilExternalUserDeletedAfterBlocked isEnabled
  showApproverDetailsToMembers relatedPeopleInsightLevel identitySources subjectLifecycle delegateId reason
  endpointConfiguration authenticationConfiguration data armId roleDefinitions`
    .split(/\s+/)
    .map((name) => [name, { nonsense: [1] }]),
);

/** For each query option, values that it cannot have. */
export const NONSENSE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  $filter: [
    "",
    "displayName",
    "displayName eq",
    "nosuch eq 1",
    "(((",
    "displayName eq 'x",
    `${"(".repeat(3000)}1`,
    "a eq b eq c",
    "displayName eq 'x' or ".repeat(400),
  ],
  $orderby: ["nosuch", "displayName sideways", ",,"],
  $top: ["-1", "x", "1e9", "0.5"],
  $select: ["nosuch(", "$"],
  $expand: ["nosuch", "a(b(c(d", "*(("],
  $skiptoken: ["nonsense", "'", "💥"],
  $count: ["maybe"],
};
