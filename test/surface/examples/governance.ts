/** Catalogs, resources, access packages, policies, roles. */
import { ENTITLEMENT_ROLES } from "../../../src/domain/authorization/role.js";
import { aPolicy } from "../../builders/policy-body.js";
import { type Examples, reference } from "../example.js";

const ROLES = "/roleManagement/entitlementManagement";
const PACKAGE = "EM/accessPackages/{accessPackageId}";

export const GOVERNANCE: Examples = (ids) => {
  const role = (appScopeId: string, name: keyof typeof ENTITLEMENT_ROLES) => ({
    principalId: ids.bossId,
    roleDefinitionId: ENTITLEMENT_ROLES[name].id,
    appScopeId,
  });
  const scoped = {
    role: {
      originId: `Owner_${ids.groupId}`,
      originSystem: "AadGroup",
      resource: { id: ids.resourceId, originId: ids.groupId, originSystem: "AadGroup" },
    },
    scope: { originId: ids.groupId, originSystem: "AadGroup", isRootScope: true },
  };
  const empty = { accessPackageId: ids.emptyPackageId };
  const policy = { ...aPolicy(ids.emptyPackageId, ids.approverId), displayName: "Another" };
  return {
    "GET EM/catalogs": {},
    "POST EM/catalogs": { body: { displayName: "New", description: "d", isExternallyVisible: false } },
    "GET EM/catalogs/{catalogId}": {},
    "PATCH EM/catalogs/{catalogId}": { body: { description: "changed" } },
    "DELETE EM/catalogs/{catalogId}": { keys: { catalogId: ids.emptyCatalogId } },
    "GET EM/catalogs/{catalogId}/accessPackages": {},
    "GET EM/catalogs/{catalogId}/resources": {},
    "GET EM/catalogs/{catalogId}/resources/{resourceId}": {},
    "GET EM/catalogs/{catalogId}/resources/{resourceId}/environment": {
      keys: { resourceId: ids["siteResourceId"] ?? "" },
    },
    "POST EM/catalogs/{catalogId}/resources/{resourceId}/refresh": {},
    "GET EM/catalogs/{catalogId}/resources/{resourceId}/roles": {},
    "GET EM/catalogs/{catalogId}/resources/{resourceId}/scopes": {},
    "GET EM/catalogs/{catalogId}/resourceRoles": {},
    "GET EM/catalogs/{catalogId}/resourceScopes": {},
    "GET EM/resourceRequests": {},
    "POST EM/resourceRequests": {
      body: {
        requestType: "adminAdd",
        catalog: { id: ids.catalogId },
        resource: { originId: ids.newGroupId, originSystem: "AadGroup" },
      },
    },
    "GET EM/resourceRequests/{resourceRequestId}": {},
    "GET EM/resources": {},
    "GET EM/resourceRoleScopes": {},
    "GET EM/resourceEnvironments": { query: "$filter=originSystem eq 'SharePointOnline'" },
    "GET EM/resourceEnvironments/{environmentId}": {},
    "GET EM/accessPackages": {},
    "POST EM/accessPackages": {
      body: { displayName: "New", description: "d", catalog: { id: ids.catalogId } },
    },
    [`GET ${PACKAGE}`]: {},
    [`PATCH ${PACKAGE}`]: { body: { description: "changed" } },
    [`DELETE ${PACKAGE}`]: { keys: empty },
    [`GET ${PACKAGE}/resourceRoleScopes`]: {},
    [`POST ${PACKAGE}/resourceRoleScopes`]: { keys: empty, body: scoped },
    [`DELETE ${PACKAGE}/resourceRoleScopes/{roleScopeId}`]: {},
    [`GET ${PACKAGE}/assignmentPolicies`]: {},
    [`GET ${PACKAGE}/incompatibleAccessPackages`]: {},
    [`GET ${PACKAGE}/incompatibleGroups`]: {},
    [`GET ${PACKAGE}/accessPackagesIncompatibleWith`]: { keys: empty },
    [`POST ${PACKAGE}/incompatibleAccessPackages/$ref`]: {
      body: reference("identityGovernance/entitlementManagement/accessPackages", ids.directPackageId),
    },
    [`DELETE ${PACKAGE}/incompatibleAccessPackages/{incompatibleId}/$ref`]: {},
    [`POST ${PACKAGE}/incompatibleGroups/$ref`]: { body: reference("groups", ids.newGroupId) },
    [`DELETE ${PACKAGE}/incompatibleGroups/{groupId}/$ref`]: { keys: { groupId: ids["auditorsId"] ?? "" } },
    "GET EM/assignmentPolicies": {},
    "POST EM/assignmentPolicies": [
      { body: policy },
      {
        label: "automatic",
        body: {
          displayName: "By rule",
          description: "d",
          accessPackage: { id: ids.emptyPackageId },
          allowedTargetScope: "specificDirectoryUsers",
          specificAllowedTargets: [
            {
              "@odata.type": "#microsoft.graph.attributeRuleMembers",
              description: "sales",
              membershipRule: '(user.department -eq "Sales")',
            },
          ],
          automaticRequestSettings: { requestAccessForAllowedTargets: true },
        },
      },
    ],
    "GET EM/assignmentPolicies/{policyId}": {},
    "PUT EM/assignmentPolicies/{policyId}": { keys: { policyId: ids.unusedPolicyId }, body: policy },
    "PATCH EM/assignmentPolicies/{policyId}": { body: { description: "changed" } },
    "DELETE EM/assignmentPolicies/{policyId}": { keys: { policyId: ids.unusedPolicyId } },
    [`GET ${ROLES}/roleDefinitions`]: {},
    [`GET ${ROLES}/roleDefinitions/{roleDefinitionId}`]: {},
    [`GET ${ROLES}/roleAssignments`]: {},
    [`POST ${ROLES}/roleAssignments`]: [
      { label: "in the catalog", body: role(`/AccessPackageCatalog/${ids.catalogId}`, "catalogReader") },
      { label: "in the tenant", body: role("/", "catalogCreator") },
    ],
    [`GET ${ROLES}/roleAssignments/{roleAssignmentId}`]: {},
    [`DELETE ${ROLES}/roleAssignments/{roleAssignmentId}`]: [
      { label: "in the catalog" },
      { label: "in the tenant", keys: { roleAssignmentId: ids.creatorRoleAssignmentId } },
    ],
    [`GET ${ROLES}/explain`]: {
      query: `action=viewCatalog&principalId=${ids.bossId}&catalogId=${ids.catalogId}`,
    },
    "GET EM/connectedOrganizations": {},
    "POST EM/connectedOrganizations": {
      body: {
        displayName: "Another partner",
        description: "d",
        identitySources: [
          { "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "another.example" },
        ],
      },
    },
    "GET EM/connectedOrganizations/{organizationId}": {},
    "PATCH EM/connectedOrganizations/{organizationId}": { body: { description: "changed" } },
    "DELETE EM/connectedOrganizations/{organizationId}": {},
    ...sponsors("internal", ids.bossId, ids.askerId),
    ...sponsors("external", ids.outsiderId, ids["Guest"] ?? ""),
    "GET EM/quotas": {},
    "GET EM/settings": {},
    "PATCH EM/settings": { body: { externalUserLifecycleAction: "blockSignIn" } },
    "GET EM/controlConfigurations": {},
    "GET EM/controlConfigurations/endUserSettings": {},
    "PUT EM/controlConfigurations/endUserSettings": {
      body: {
        "@odata.type": "#microsoft.graph.endUserSettings",
        isEnabled: true,
        showApproverDetailsToMembers: true,
        relatedPeopleInsightLevel: "count",
      },
    },
    "PATCH EM/controlConfigurations/endUserSettings": { body: { relatedPeopleInsightLevel: "count" } },
  };
};

function sponsors(kind: "internal" | "external", presentId: string, newId: string) {
  const path = `EM/connectedOrganizations/{organizationId}/${kind}Sponsors`;
  return {
    [`GET ${path}`]: {},
    [`POST ${path}/$ref`]: { body: reference("users", newId) },
    [`DELETE ${path}/{sponsorId}/$ref`]: { keys: { sponsorId: presentId } },
  };
}
