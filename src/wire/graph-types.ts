/**
 * Every Graph type with what can be expanded from it, where types refer to one another in circles. Approvals, custom extensions and
 * resources, which refer to themselves alone, have files of their own beside it.
 */
import type { SuggestedPackage } from "../application/queries/list-access-package-suggestions.js";
import type { AccessPackage } from "../domain/access-package/access-package.js";
import type { ApprovalDelegation } from "../domain/approval/delegation.js";
import type { Assignment } from "../domain/assignment/assignment.js";
import type { AssignmentPolicy, Question } from "../domain/assignment-policy/assignment-policy.js";
import type { AssignmentRequest } from "../domain/assignment-request/assignment-request.js";
import type { AuditEntry } from "../domain/audit-entry.js";
import type { RoleAssignment } from "../domain/authorization/role-assignment.js";
import type { Catalog } from "../domain/catalog/catalog.js";
import type { Resource, ResourceRequest } from "../domain/catalog/resource.js";
import type { ConnectedOrganization } from "../domain/connected-organization/connected-organization.js";
import type { CustomExtension } from "../domain/custom-extension/custom-extension.js";
import type { Subject } from "../domain/subject/subject.js";
import type { TenantSettings } from "../domain/tenant/tenant-settings.js";
import { customExtensionType, stageSettingType } from "./custom-extension-types.js";
import type { EntityType } from "./entity-type.js";
import { loadOrganizations, loadSponsors } from "./load/connected-organizations.js";
import { loadDirectoryObjects } from "./load/directory-objects.js";
import { loadCatalogs, loadContents, loadPackages, loadPolicies } from "./load/governance.js";
import {
  loadIncompatibleGroups,
  loadIncompatiblePackages,
  loadPackagesIncompatibleWith,
} from "./load/incompatible.js";
import { onlyForViewers, readCatalogContents, readRelated } from "./load/related.js";
import { rolesOf, scopesOf } from "./load/resource-parts.js";
import { loadSubjects } from "./load/subjects.js";
import { toMany, toOne } from "./navigation.js";
import {
  RELATED_TO_ASSIGNMENT,
  RELATED_TO_CATALOG,
  RELATED_TO_POLICY,
  RELATED_TO_REQUEST,
} from "./related-types.js";
import {
  resourceRoleScopeType,
  resourceRoleType,
  resourceScopeType,
  resourceType,
} from "./resource-types.js";
import { accessPackageShape } from "./shapes/access-package.js";
import { approvalDelegationShape } from "./shapes/approval-delegation.js";
import { assignmentShape } from "./shapes/assignment.js";
import { assignmentPolicyShape, questionShape } from "./shapes/assignment-policy.js";
import { assignmentRequestShape } from "./shapes/assignment-request.js";
import { catalogShape } from "./shapes/catalog.js";
import { connectedOrganizationShape } from "./shapes/connected-organization.js";
import { directoryAuditShape } from "./shapes/directory-audit.js";
import { type DirectoryObject, directoryObjectShape } from "./shapes/directory-object.js";
import { resourceRequestShape } from "./shapes/resource.js";
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
