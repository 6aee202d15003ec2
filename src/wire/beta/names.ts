/** How beta spells what v1.0 has: one table for each type. What is not named here is the same in both. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { ResourceRequest } from "../../domain/catalog/resource.js";
import type { Json } from "../../domain/json.js";
import type { IndexedProperty, PropertyType } from "../entity-type.js";
import type { ResourceSummary } from "../shapes/resource.js";

export type BetaNames<M> = {
  /** Today's property, or navigation property -> beta's. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Properties (by beta's name) whose members beta writes with a capital. Members are read in any case everywhere. */
  readonly capitals?: readonly string[];
  /** What beta has beside. */
  readonly added?: Readonly<Record<string, BetaProperty<M>>>;
};

export type BetaProperty<M> = {
  readonly type: PropertyType;
  readonly write: (model: M) => Json;
  readonly indexed?: IndexedProperty;
};

/** Beta says who made and changed an object; that is in the audit log here. */
const NOBODY = { type: "string", write: () => null } as const;
const BY = { createdBy: NOBODY, modifiedBy: NOBODY };

const id = (index: string): IndexedProperty => ({ index, type: "guid" });

/** What the origin calls a resource of which nothing more is known. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  AadGroup: "O365 Group",
  AadApplication: "Application",
  SharePointOnline: "SharePoint Online Site",
  DirectoryRole: "Built-in",
  AzureResources: "Azure Resource",
};

type Models = {
  readonly accessPackageCatalog: unknown;
  readonly accessPackage: AccessPackage;
  readonly accessPackageResource: ResourceSummary & { readonly resourceType?: string };
  readonly accessPackageResourceRole: unknown;
  readonly accessPackageResourceScope: unknown;
  readonly accessPackageResourceRoleScope: unknown;
  readonly accessPackageResourceRequest: ResourceRequest;
  readonly accessPackageAssignment: Assignment;
  readonly accessPackageAssignmentRequest: unknown;
  readonly accessPackageSubject: unknown;
  readonly accessPackageAssignmentPolicy: unknown;
  readonly approval: unknown;
};

export const BETA_NAMES: { readonly [N in keyof Models]: BetaNames<Models[N]> } = {
  accessPackageCatalog: {
    renamed: {
      state: "catalogStatus",
      resources: "accessPackageResources",
      resourceRoles: "accessPackageResourceRoles",
      resourceScopes: "accessPackageResourceScopes",
      customWorkflowExtensions: "accessPackageCustomWorkflowExtensions",
    },
    capitals: ["catalogType"],
    added: BY,
  },
  accessPackage: {
    renamed: {
      catalog: "accessPackageCatalog",
      resourceRoleScopes: "accessPackageResourceRoleScopes",
      assignmentPolicies: "accessPackageAssignmentPolicies",
    },
    added: {
      ...BY,
      catalogId: { type: "guid", write: ({ catalogId }) => catalogId, indexed: id("catalogId") },
      // Who may ask for a package sees what is in it (spec/domain.md 4): there is nothing to switch.
      isRoleScopesVisible: { type: "boolean", write: () => true },
    },
  },
  accessPackageResource: {
    renamed: {
      roles: "accessPackageResourceRoles",
      scopes: "accessPackageResourceScopes",
      environment: "accessPackageResourceEnvironment",
    },
    added: {
      addedBy: NOBODY,
      addedOn: { type: "dateTime", write: ({ createdDateTime }) => createdDateTime ?? null },
      isPendingOnboarding: { type: "boolean", write: () => false },
      resourceType: {
        type: "string",
        write: ({ resourceType, originSystem }) => resourceType ?? RESOURCE_TYPES[originSystem] ?? null,
      },
      url: {
        type: "string",
        write: ({ originSystem, originId }) => (originSystem === "SharePointOnline" ? originId : null),
      },
    },
  },
  accessPackageResourceRole: { renamed: { resource: "accessPackageResource" } },
  accessPackageResourceScope: { renamed: { resource: "accessPackageResource" } },
  accessPackageResourceRoleScope: {
    renamed: { role: "accessPackageResourceRole", scope: "accessPackageResourceScope" },
    added: { ...BY, modifiedDateTime: { type: "dateTime", write: () => null } },
  },
  accessPackageResourceRequest: {
    renamed: { state: "requestState", resource: "accessPackageResource", catalog: "accessPackageCatalog" },
    capitals: ["requestType", "requestState"],
    added: {
      requestStatus: {
        type: "string",
        write: ({ state }) => (state === "delivered" ? "Fulfilled" : "Failed"),
      },
      catalogId: { type: "guid", write: ({ catalogId }) => catalogId, indexed: id("catalogId") },
      isValidationOnly: { type: "boolean", write: () => false },
      justification: NOBODY,
      expirationDateTime: { type: "dateTime", write: () => null },
    },
  },
  accessPackageAssignment: {
    renamed: {
      state: "assignmentState",
      status: "assignmentStatus",
      assignmentPolicy: "accessPackageAssignmentPolicy",
    },
    capitals: ["assignmentState"],
    added: {
      accessPackageId: {
        type: "guid",
        write: ({ accessPackageId }) => accessPackageId,
        indexed: id("accessPackageId"),
      },
      assignmentPolicyId: {
        type: "guid",
        write: ({ assignmentPolicyId }) => assignmentPolicyId,
        indexed: id("assignmentPolicyId"),
      },
      catalogId: { type: "guid", write: ({ catalogId }) => catalogId, indexed: id("catalogId") },
      targetId: { type: "guid", write: ({ target }) => target.id, indexed: id("target/id") },
      isExtended: { type: "boolean", write: () => false },
    },
  },
  accessPackageAssignmentRequest: {
    renamed: {
      state: "requestState",
      status: "requestStatus",
      completedDateTime: "completedDate",
      assignment: "accessPackageAssignment",
      assignmentPolicy: "accessPackageAssignmentPolicy",
    },
    capitals: ["requestType", "requestState"],
    added: {
      isValidationOnly: { type: "boolean", write: () => false },
      expirationDateTime: { type: "dateTime", write: () => null },
    },
  },
  accessPackageSubject: {
    renamed: {},
    capitals: ["subjectType"],
  },
  accessPackageAssignmentPolicy: { renamed: { catalog: "accessPackageCatalog" } },
  approval: { renamed: { stages: "steps" } },
};

/** Today's segment below entitlementManagement -> beta's. */
export const BETA_SEGMENTS: Readonly<Record<string, string>> = {
  catalogs: "accessPackageCatalogs",
  assignmentPolicies: "accessPackageAssignmentPolicies",
  assignmentRequests: "accessPackageAssignmentRequests",
  assignments: "accessPackageAssignments",
  resourceRequests: "accessPackageResourceRequests",
  resourceEnvironments: "accessPackageResourceEnvironments",
  resources: "accessPackageResources",
  resourceRoles: "accessPackageResourceRoles",
  resourceScopes: "accessPackageResourceScopes",
  resourceRoleScopes: "accessPackageResourceRoleScopes",
  roles: "accessPackageResourceRoles",
  scopes: "accessPackageResourceScopes",
  customWorkflowExtensions: "accessPackageCustomWorkflowExtensions",
  stages: "steps",
};
