/** Every Graph type with what can be expanded from it: the one place where types refer to one another. */
import type { SuggestedPackage } from "../application/queries/list-access-package-suggestions.js";
import type { AccessPackage, ResourceRoleScope } from "../domain/access-package/access-package.js";
import type { ApprovalCoverage } from "../domain/approval/coverage.js";
import type { ApprovalDelegation } from "../domain/approval/delegation.js";
import type { Assignment } from "../domain/assignment/assignment.js";
import type { AssignmentPolicy, Question } from "../domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../domain/assignment-request/assignment-request.js";
import type { AuditEntry } from "../domain/audit-entry.js";
import type { RoleAssignment } from "../domain/authorization/role-assignment.js";
import type { Catalog } from "../domain/catalog/catalog.js";
import type { Resource, ResourceRequest } from "../domain/catalog/resource.js";
import type { ResourceEnvironment } from "../domain/catalog/resource-environment.js";
import type { ConnectedOrganization } from "../domain/connected-organization/connected-organization.js";
import type { CustomExtension } from "../domain/custom-extension/custom-extension.js";
import type { Subject } from "../domain/subject/subject.js";
import type { TenantSettings } from "../domain/tenant/tenant-settings.js";
import type { EntityType } from "./entity-type.js";
import { loadOrganizations, loadSponsors } from "./load/connected-organizations.js";
import { loadDirectoryObjects } from "./load/directory-objects.js";
import { loadCatalogs, loadContents, loadPackages, loadPolicies } from "./load/governance.js";
import {
  loadIncompatibleGroups,
  loadIncompatiblePackages,
  loadPackagesIncompatibleWith,
} from "./load/incompatible.js";
import { inCatalog, onlyForViewers, readCatalogContents, readRelated } from "./load/related.js";
import { loadEnvironments, loadSites } from "./load/resource-environments.js";
import { rolesOf, scopesOf } from "./load/resource-parts.js";
import { loadSubjects } from "./load/subjects.js";
import { toMany, toOne } from "./navigation.js";
import {
  RELATED_TO_ASSIGNMENT,
  RELATED_TO_CATALOG,
  RELATED_TO_POLICY,
  RELATED_TO_REQUEST,
} from "./related-types.js";
import { accessPackageShape, resourceRoleScopeShape } from "./shapes/access-package.js";
import { approvalShape, approvalStageShape, type StageOfRequest, stagesOf } from "./shapes/approval.js";
import { approvalCoverageShape } from "./shapes/approval-coverage.js";
import { approvalDelegationShape } from "./shapes/approval-delegation.js";
import { assignmentShape } from "./shapes/assignment.js";
import { assignmentPolicyShape, questionShape } from "./shapes/assignment-policy.js";
import { assignmentRequestShape } from "./shapes/assignment-request.js";
import { catalogShape } from "./shapes/catalog.js";
import { connectedOrganizationShape } from "./shapes/connected-organization.js";
import {
  customExtensionShape,
  type StageSettingOfPolicy,
  stageSettingShape,
} from "./shapes/custom-extension.js";
import { directoryAuditShape } from "./shapes/directory-audit.js";
import { type DirectoryObject, directoryObjectShape } from "./shapes/directory-object.js";
import {
  type ResourceSummary,
  type RoleOfResource,
  resourceEnvironmentShape,
  resourceRequestShape,
  resourceRoleShape,
  resourceScopeShape,
  resourceShape,
  resourceSummaryShape,
  type ScopeOfResource,
} from "./shapes/resource.js";
import {
  ROLE_DEFINITIONS,
  type RoleDefinition,
  roleAssignmentShape,
  roleDefinitionShape,
} from "./shapes/role.js";
import { endUserSettingsShape, tenantSettingsShape } from "./shapes/settings.js";
import { subjectShape } from "./shapes/subject.js";
import { availableAccessPackageShape, suggestionShape } from "./shapes/suggestion.js";

export const directoryObjectType: EntityType<DirectoryObject> = { ...directoryObjectShape, navigation: {} };
export const directoryAuditType: EntityType<AuditEntry> = { ...directoryAuditShape, navigation: {} };
export const connectedOrganizationType: EntityType<ConnectedOrganization> = {
  ...connectedOrganizationShape,
  navigation: {
    internalSponsors: toMany(
      "directoryObject",
      () => directoryObjectType,
      loadSponsors("internalSponsorIds"),
    ),
    externalSponsors: toMany(
      "directoryObject",
      () => directoryObjectType,
      loadSponsors("externalSponsorIds"),
    ),
  },
};
export const subjectType: EntityType<Subject> = {
  ...subjectShape,
  navigation: {
    connectedOrganization: toOne("connectedOrganization", () => connectedOrganizationType, loadOrganizations),
  },
};
export const tenantSettingsType: EntityType<TenantSettings> = { ...tenantSettingsShape, navigation: {} };
export const endUserSettingsType: EntityType<TenantSettings> = { ...endUserSettingsShape, navigation: {} };
export const roleDefinitionType: EntityType<RoleDefinition> = { ...roleDefinitionShape, navigation: {} };
export const approvalStageType: EntityType<StageOfRequest> = { ...approvalStageShape, navigation: {} };
export const approvalCoverageType: EntityType<ApprovalCoverage> = {
  ...approvalCoverageShape,
  navigation: {},
};
export const approvalDelegationType: EntityType<ApprovalDelegation> = {
  ...approvalDelegationShape,
  navigation: {
    delegator: toOne(
      "directoryObject",
      () => directoryObjectType,
      (all, context) =>
        loadDirectoryObjects(
          all.map(({ delegatorId }) => delegatorId),
          context,
        ),
    ),
    delegate: toOne(
      "directoryObject",
      () => directoryObjectType,
      (all, context) =>
        loadDirectoryObjects(
          all.map(({ delegateId }) => delegateId),
          context,
        ),
    ),
  },
};

const questionType: EntityType<Question> = { ...questionShape, navigation: {} };
export const customExtensionType: EntityType<CustomExtension> = { ...customExtensionShape, navigation: {} };
const stageSettingType: EntityType<StageSettingOfPolicy> = {
  ...stageSettingShape,
  navigation: {
    customExtension: toOne(
      "customCalloutExtension",
      () => customExtensionType,
      (settings, context) =>
        readRelated<CustomExtension>(
          context,
          "governance",
          settings.map(({ catalogId, customExtensionId }) => inCatalog(catalogId, customExtensionId)),
        ),
    ),
  },
};

export const approvalType: EntityType<AssignmentRequest> = {
  ...approvalShape,
  navigation: {
    stages: toMany(
      "approvalStage",
      () => approvalStageType,
      async (requests) => requests.map((request) => stagesOf(request).map((model) => ({ model }))),
    ),
  },
};

const resourceSummaryType: EntityType<ResourceSummary> = { ...resourceSummaryShape, navigation: {} };

export const resourceRoleType: EntityType<RoleOfResource> = {
  ...resourceRoleShape,
  navigation: {
    resource: toOne(
      "accessPackageResource",
      () => resourceSummaryType,
      async (roles) => roles.map(({ resource }) => ({ model: resource })),
    ),
  },
};

export const resourceScopeType: EntityType<ScopeOfResource> = {
  ...resourceScopeShape,
  navigation: {
    resource: toOne(
      "accessPackageResource",
      () => resourceSummaryType,
      async (scopes) => scopes.map(({ resource }) => ({ model: resource })),
    ),
  },
};

export const resourceType: EntityType<Resource> = {
  ...resourceShape,
  related: RELATED_TO_CATALOG,
  navigation: {
    roles: toMany(
      "accessPackageResourceRole",
      () => resourceRoleType,
      async (resources) => resources.map(rolesOf),
    ),
    scopes: toMany(
      "accessPackageResourceScope",
      () => resourceScopeType,
      async (resources) => resources.map(scopesOf),
    ),
    environment: toOne("accessPackageResourceEnvironment", () => resourceEnvironmentType, loadEnvironments),
  },
};

export const resourceEnvironmentType: EntityType<ResourceEnvironment> = {
  ...resourceEnvironmentShape,
  navigation: { resources: toMany("accessPackageResource", () => resourceType, loadSites) },
};

export const resourceRequestType: EntityType<ResourceRequest> = {
  ...resourceRequestShape,
  related: RELATED_TO_CATALOG,
  navigation: {
    catalog: toOne("accessPackageCatalog", () => catalogType, loadCatalogs),
    resource: toOne(
      "accessPackageResource",
      () => resourceType,
      async (requests) => requests.map(({ resource }) => ({ model: resource })),
    ),
  },
};

export const resourceRoleScopeType: EntityType<ResourceRoleScope> = {
  ...resourceRoleScopeShape,
  navigation: {
    role: toOne(
      "accessPackageResourceRole",
      () => resourceRoleType,
      async (all) => all.map(({ role, resource }) => ({ model: { ...role, resource } })),
    ),
    scope: toOne(
      "accessPackageResourceScope",
      () => resourceScopeType,
      async (all) => all.map(({ scope, resource }) => ({ model: { ...scope, resource } })),
    ),
  },
};

export const catalogType: EntityType<Catalog> = {
  ...catalogShape,
  navigation: {
    accessPackages: toMany(
      "accessPackage",
      () => accessPackageType,
      (catalogs, context) => loadContents<AccessPackage>(catalogs, context, "accessPackage"),
    ),
    resources: toMany(
      "accessPackageResource",
      () => resourceType,
      (catalogs, context) => loadContents<Resource>(catalogs, context, "resource"),
    ),
    customWorkflowExtensions: toMany(
      "customCalloutExtension",
      () => customExtensionType,
      (catalogs, context) => loadContents<CustomExtension>(catalogs, context, "customExtension"),
    ),
    resourceRoles: toMany(
      "accessPackageResourceRole",
      () => resourceRoleType,
      async (catalogs, context) =>
        (await loadContents<Resource>(catalogs, context, "resource")).map((resources) =>
          resources.flatMap(({ model }) => rolesOf(model)),
        ),
    ),
    resourceScopes: toMany(
      "accessPackageResourceScope",
      () => resourceScopeType,
      async (catalogs, context) =>
        (await loadContents<Resource>(catalogs, context, "resource")).map((resources) =>
          resources.flatMap(({ model }) => scopesOf(model)),
        ),
    ),
  },
};

export const accessPackageType: EntityType<AccessPackage> = {
  ...accessPackageShape,
  related: RELATED_TO_CATALOG,
  navigation: {
    catalog: toOne("accessPackageCatalog", () => catalogType, loadCatalogs),
    resourceRoleScopes: toMany(
      "accessPackageResourceRoleScope",
      () => resourceRoleScopeType,
      async (packages) =>
        packages.map(({ resourceRoleScopes }) => resourceRoleScopes.map((model) => ({ model }))),
    ),
    assignmentPolicies: toMany(
      "accessPackageAssignmentPolicy",
      () => assignmentPolicyType,
      async (packages, context) => {
        const catalogIds = packages.map(({ catalogId }) => catalogId);
        await onlyForViewers(context, catalogIds);
        const policies = await readCatalogContents<AssignmentPolicy>(context, catalogIds, "assignmentPolicy");
        return packages.map(({ id, catalogId }) =>
          (policies.get(catalogId) ?? []).filter(({ model }) => model.accessPackageId === id),
        );
      },
    ),
    incompatibleAccessPackages: toMany("accessPackage", () => accessPackageType, loadIncompatiblePackages),
    incompatibleGroups: toMany("group", () => directoryObjectType, loadIncompatibleGroups),
    accessPackagesIncompatibleWith: toMany(
      "accessPackage",
      () => accessPackageType,
      loadPackagesIncompatibleWith,
    ),
  },
};

export const assignmentPolicyType: EntityType<AssignmentPolicy> = {
  ...assignmentPolicyShape,
  related: RELATED_TO_POLICY,
  navigation: {
    accessPackage: toOne("accessPackage", () => accessPackageType, loadPackages),
    catalog: toOne("accessPackageCatalog", () => catalogType, loadCatalogs),
    questions: toMany(
      "accessPackageQuestion",
      () => questionType,
      async (policies) => policies.map(({ questions }) => questions.map((model) => ({ model }))),
    ),
    customExtensionStageSettings: toMany(
      "customExtensionStageSetting",
      () => stageSettingType,
      async (policies) =>
        policies.map(({ catalogId, customExtensionStageSettings }) =>
          customExtensionStageSettings.map((setting) => ({ model: { ...setting, catalogId } })),
        ),
    ),
  },
};

export const assignmentType: EntityType<Assignment> = {
  ...assignmentShape,
  related: RELATED_TO_ASSIGNMENT,
  navigation: {
    accessPackage: toOne("accessPackage", () => accessPackageType, loadPackages),
    assignmentPolicy: toOne("accessPackageAssignmentPolicy", () => assignmentPolicyType, loadPolicies),
    target: toOne(
      "accessPackageSubject",
      () => subjectType,
      (assignments, context) =>
        loadSubjects(
          assignments.map(({ target }) => target),
          context,
        ),
    ),
  },
};

export const assignmentRequestType: EntityType<AssignmentRequest> = {
  ...assignmentRequestShape,
  related: RELATED_TO_REQUEST,
  navigation: {
    accessPackage: toOne("accessPackage", () => accessPackageType, loadPackages),
    assignment: toOne(
      "accessPackageAssignment",
      () => assignmentType,
      (requests, context) =>
        readRelated<Assignment>(
          context,
          "access",
          requests.map(({ target, assignmentId }) =>
            assignmentId === null ? undefined : { partition: target.id, id: assignmentId },
          ),
        ),
    ),
    requestor: toOne(
      "accessPackageSubject",
      () => subjectType,
      (requests, context) =>
        loadSubjects(
          requests.map(({ requestor }) => requestor),
          context,
        ),
    ),
    // Not in Graph's schema, where a request that is not yet delivered does not say for whom it is.
    target: toOne(
      "accessPackageSubject",
      () => subjectType,
      (requests, context) =>
        loadSubjects(
          requests.map(({ target }) => target),
          context,
        ),
    ),
    assignmentPolicy: toOne("accessPackageAssignmentPolicy", () => assignmentPolicyType, loadPolicies),
  },
};

export const roleAssignmentType: EntityType<RoleAssignment> = {
  ...roleAssignmentShape,
  navigation: {
    roleDefinition: toOne(
      "unifiedRoleDefinition",
      () => roleDefinitionType,
      async (all) =>
        all.map(({ roleDefinitionId }) => {
          const model = ROLE_DEFINITIONS.find(({ id }) => id === roleDefinitionId);
          return model === undefined ? undefined : { model };
        }),
    ),
    principal: toOne(
      "directoryObject",
      () => directoryObjectType,
      (all, context) =>
        loadDirectoryObjects(
          all.map(({ principalId }) => principalId),
          context,
        ),
    ),
  },
};

export const availableAccessPackageType: EntityType<AccessPackage> = {
  ...availableAccessPackageShape,
  navigation: {
    resourceRoleScopes: toMany(
      "accessPackageResourceRoleScope",
      () => resourceRoleScopeType,
      async (packages) =>
        packages.map(({ resourceRoleScopes }) => resourceRoleScopes.map((model) => ({ model }))),
    ),
  },
};

export const suggestionType: EntityType<SuggestedPackage> = {
  ...suggestionShape,
  navigation: {
    accessPackage: toOne(
      "availableAccessPackage",
      () => availableAccessPackageType,
      async (all) => all.map(({ accessPackage }) => ({ model: accessPackage })),
    ),
  },
};
