/** Everything that we write and the newer SDK has a model of, with an address where there is one that has all its parts. */
import type { Parsable, ParsableFactory } from "@microsoft/kiota-abstractions";
import * as sdk from "@microsoft/msgraph-sdk/models/index.js";

export type Model = {
  /** Below EM unless it begins with a slash; `{catalog}`, `{package}`, `{request}`, `{approval}` and `{person}` are ids of the test. */
  readonly path: string;
  readonly create: ParsableFactory<Parsable>;
  /** Properties beside Graph's that we write knowingly. */
  readonly ours: readonly string[];
};

export const MODELS: readonly Model[] = [
  {
    path: "catalogs/{catalog}?$expand=resources($expand=roles,scopes),resourceRoles,resourceScopes",
    create: sdk.createAccessPackageCatalogFromDiscriminatorValue,
    ours: ["resourceType"],
  },
  {
    path: "accessPackages/{package}?$expand=catalog,assignmentPolicies,resourceRoleScopes($expand=role($expand=resource),scope),incompatibleGroups",
    create: sdk.createAccessPackageFromDiscriminatorValue,
    ours: ["resourceType"],
  },
  {
    path: "accessPackages/{package}/assignmentPolicies?$expand=accessPackage,catalog,questions",
    create: sdk.createAccessPackageAssignmentPolicyCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "assignmentRequests/{request}?$expand=accessPackage,requestor,assignment($expand=target,assignmentPolicy)",
    create: sdk.createAccessPackageAssignmentRequestFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "assignments?$expand=target,accessPackage,assignmentPolicy&$top=5",
    create: sdk.createAccessPackageAssignmentCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "resourceRequests?$expand=catalog,resource&$top=5",
    create: sdk.createAccessPackageResourceRequestCollectionResponseFromDiscriminatorValue,
    ours: ["resourceType"],
  },
  {
    path: "accessPackageAssignmentApprovals/{approval}",
    create: sdk.createApprovalFromDiscriminatorValue,
    ours: ["reviewedInPlaceOf"],
  },
  {
    path: "subjects(objectId='{person}')",
    create: sdk.createAccessPackageSubjectFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "/roleManagement/entitlementManagement/roleDefinitions",
    create: sdk.createUnifiedRoleDefinitionCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "/roleManagement/entitlementManagement/roleAssignments?$expand=roleDefinition,principal",
    create: sdk.createUnifiedRoleAssignmentCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "/auditLogs/directoryAudits?$top=50",
    create: sdk.createDirectoryAuditCollectionResponseFromDiscriminatorValue,
    ours: ["hash", "previousHash", "sequence"],
  },
  { path: "/users?$top=20", create: sdk.createUserCollectionResponseFromDiscriminatorValue, ours: [] },
  {
    path: "/groups?$top=20",
    create: sdk.createGroupCollectionResponseFromDiscriminatorValue,
    ours: ["isPimManaged"],
  },
  {
    path: "connectedOrganizations/{organization}?$expand=internalSponsors,externalSponsors",
    create: sdk.createConnectedOrganizationFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "settings",
    create: sdk.createEntitlementManagementSettingsFromDiscriminatorValue,
    ours: [
      "arePackagesForSpecificPeopleListedToMembers",
      "externalDomains",
      "isApprovalEnforcedForDirectAssignment",
      "knownTenants",
      "limits",
      "modifiedDateTime",
    ],
  },
  {
    path: "controlConfigurations/endUserSettings",
    create: sdk.createControlConfigurationFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "catalogs/{catalog}/customWorkflowExtensions",
    create: sdk.createCustomCalloutExtensionCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "resourceEnvironments?$filter=originSystem eq 'SharePointOnline'",
    create: sdk.createAccessPackageResourceEnvironmentCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "resourceRoleScopes?$expand=role,scope",
    create: sdk.createAccessPackageResourceRoleScopeCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
  {
    path: "availableAccessPackages?$expand=resourceRoleScopes",
    create: sdk.createAvailableAccessPackageCollectionResponseFromDiscriminatorValue,
    ours: [],
  },
];
