/**
 * What we write, beside Microsoft's own description of it (`@microsoft/microsoft-graph-types`). Most of it is checked by the compiler:
 * a property that Graph has and we lack, that we misspell, or that has another type, is an error of `tsc` that names it.
 * Long, because it is one table.
 */
import type * as graph from "@microsoft/microsoft-graph-types";
import type * as sdk from "@microsoft/msgraph-sdk/models/index.js";
import { describe, expect, it } from "vitest";
import type {
  ApprovalSettings,
  ApprovalStageSettings,
  Question,
  RequestorSettings,
} from "../../src/domain/assignment-policy/assignment-policy.js";
import type { SubjectSet } from "../../src/domain/subject/subject-set.js";
import * as approvalTypes from "../../src/wire/approval-types.js";
import * as extensionTypes from "../../src/wire/custom-extension-types.js";
import type { EntityType } from "../../src/wire/entity-type.js";
import * as graphTypes from "../../src/wire/graph-types.js";
import * as resourceTypes from "../../src/wire/resource-types.js";
import type { accessPackageShape, resourceRoleScopeShape } from "../../src/wire/shapes/access-package.js";
import type { approvalShape, approvalStageShape } from "../../src/wire/shapes/approval.js";
import type { assignmentShape } from "../../src/wire/shapes/assignment.js";
import type { assignmentPolicyShape } from "../../src/wire/shapes/assignment-policy.js";
import type { assignmentRequestShape } from "../../src/wire/shapes/assignment-request.js";
import type { catalogShape } from "../../src/wire/shapes/catalog.js";
import type { connectedOrganizationShape } from "../../src/wire/shapes/connected-organization.js";
import type { customExtensionShape, stageSettingShape } from "../../src/wire/shapes/custom-extension.js";
import type { directoryAuditShape } from "../../src/wire/shapes/directory-audit.js";
import type {
  resourceEnvironmentShape,
  resourceRequestShape,
  resourceRoleShape,
  resourceScopeShape,
  resourceShape,
} from "../../src/wire/shapes/resource.js";
import type { roleAssignmentShape, roleDefinitionShape } from "../../src/wire/shapes/role.js";
import type { writeExpiration, writeSchedule } from "../../src/wire/shapes/schedule.js";
import type { endUserSettingsShape, tenantSettingsShape } from "../../src/wire/shapes/settings.js";
import type { subjectShape } from "../../src/wire/shapes/subject.js";
import type { availableAccessPackageShape, suggestionShape } from "../../src/wire/shapes/suggestion.js";

/** Graph's navigation properties: they are not written unless they are asked for, and are compared when the test runs. */
const NAVIGATION = {
  accessPackage: [
    "catalog",
    "resourceRoleScopes",
    "assignmentPolicies",
    "incompatibleAccessPackages",
    "incompatibleGroups",
    "accessPackagesIncompatibleWith",
  ],
  accessPackageResourceRoleScope: ["role", "scope"],
  accessPackageAssignmentPolicy: ["accessPackage", "catalog", "questions", "customExtensionStageSettings"],
  accessPackageAssignmentRequest: ["accessPackage", "assignment", "requestor"],
  accessPackageAssignment: ["accessPackage", "assignmentPolicy", "target"],
  accessPackageCatalog: [
    "accessPackages",
    "resources",
    "resourceRoles",
    "resourceScopes",
    "customWorkflowExtensions",
  ],
  accessPackageResource: ["roles", "scopes", "environment"],
  accessPackageResourceRole: ["resource"],
  accessPackageResourceScope: ["resource"],
  accessPackageResourceRequest: ["catalog", "resource"],
  accessPackageSubject: ["connectedOrganization"],
  approval: ["stages"],
  approvalStage: [],
  connectedOrganization: ["internalSponsors", "externalSponsors"],
  accessPackageResourceEnvironment: ["resources"],
  entitlementManagementSettings: [],
  endUserSettings: [],
  accessPackageSuggestion: ["accessPackage"],
  availableAccessPackage: ["resourceRoleScopes"],
  customCalloutExtension: [],
  customExtensionStageSetting: ["customExtension"],
  directoryAudit: [],
  unifiedRoleAssignment: ["roleDefinition", "principal", "appScope", "directoryScope"],
  unifiedRoleDefinition: ["inheritsPermissionsFrom"],
} as const;

/** Of these, what cannot be expanded here, and why. */
const NOT_EXPANDABLE: Readonly<Record<string, readonly string[]>> = {
  // appScopeId says it all, and entitlement management has no directory scopes.
  unifiedRoleAssignment: ["appScope", "directoryScope"],
  // The built-in roles inherit from none.
  unifiedRoleDefinition: ["inheritsPermissionsFrom"],
};

type AnyShape = { readonly properties: object; readonly write: (...given: never[]) => object };

/** The same type, when it is only read. */
type Read<T> = T extends readonly (infer E)[]
  ? readonly Read<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Read<T[K]> }
    : T;

/**
 * `true`, or the names of the properties in which we differ from Graph: those that it has and we lack, those that we write and it does
 * not know (`Beyond` are those we add knowingly, most because the package is older than Graph), and those of another type (but for
 * `Wider`: an enumeration with members that are younger than the package, or JSON that is kept as it was sent).
 */
type Agrees<
  S extends AnyShape,
  G,
  Navigation extends keyof G,
  Beyond extends string = never,
  Wider extends keyof G = never,
> = [
  | Lacking<S, G, Navigation>
  | Unknown<S, G, Beyond>
  | Exclude<Different<ReturnType<S["write"]>, Read<G>>, Wider>,
] extends [never]
  ? true
  :
      | { lacks: Lacking<S, G, Navigation> }
      | { doesNotKnow: Unknown<S, G, Beyond> }
      | { differsIn: Exclude<Different<ReturnType<S["write"]>, Read<G>>, Wider> };

type Lacking<S extends AnyShape, G, Navigation> = Exclude<keyof G, keyof S["properties"] | Navigation>;
type Unknown<S extends AnyShape, G, Beyond> =
  | Exclude<keyof S["properties"], keyof G | Beyond>
  | Exclude<keyof ReturnType<S["write"]>, keyof S["properties"]>;
type Different<W, G> = {
  [K in keyof W & keyof G]-?: W[K] extends G[K] | undefined ? never : K;
}[keyof W & keyof G];

/** As `Agrees`, for the names alone, with a model of the SDK. */
type Named<S extends AnyShape, G, Navigation extends keyof G = never> = [
  Lacking<S, Model<G>, Navigation> | Exclude<keyof S["properties"], keyof G>,
] extends [never]
  ? true
  : { lacks: Lacking<S, Model<G>, Navigation> } | { doesNotKnow: Exclude<keyof S["properties"], keyof G> };
/** Without what the SDK keeps for itself. */
type Model<G> = Omit<G, "additionalData" | "backingStore" | "backingStoreEnabled" | "odataType">;

type Navigations<N extends keyof typeof NAVIGATION> = (typeof NAVIGATION)[N][number];

// Each entry is a claim to the compiler; that there is one for each type is what the test below looks at.
const AGREES: {
  readonly accessPackage: Agrees<
    typeof accessPackageShape,
    graph.AccessPackage,
    Navigations<"accessPackage">
  >;
  readonly accessPackageResourceRoleScope: Agrees<
    typeof resourceRoleScopeShape,
    graph.AccessPackageResourceRoleScope,
    Navigations<"accessPackageResourceRoleScope">
  >;
  readonly accessPackageAssignmentPolicy: Agrees<
    typeof assignmentPolicyShape,
    graph.AccessPackageAssignmentPolicy,
    Navigations<"accessPackageAssignmentPolicy">,
    never,
    "allowedTargetScope"
  >;
  readonly accessPackageAssignmentRequest: Agrees<
    typeof assignmentRequestShape,
    graph.AccessPackageAssignmentRequest,
    Navigations<"accessPackageAssignmentRequest">,
    never,
    "requestType"
  >;
  readonly accessPackageAssignment: Agrees<
    typeof assignmentShape,
    graph.AccessPackageAssignment,
    Navigations<"accessPackageAssignment">
  >;
  readonly accessPackageCatalog: Agrees<
    typeof catalogShape,
    graph.AccessPackageCatalog,
    Navigations<"accessPackageCatalog">
  >;
  readonly accessPackageResource: Agrees<
    typeof resourceShape,
    graph.AccessPackageResource,
    Navigations<"accessPackageResource">,
    "resourceType",
    "attributes"
  >;
  readonly accessPackageResourceRole: Agrees<
    typeof resourceRoleShape,
    graph.AccessPackageResourceRole,
    Navigations<"accessPackageResourceRole">,
    "type"
  >;
  readonly accessPackageResourceScope: Agrees<
    typeof resourceScopeShape,
    graph.AccessPackageResourceScope,
    Navigations<"accessPackageResourceScope">
  >;
  readonly accessPackageResourceRequest: Agrees<
    typeof resourceRequestShape,
    graph.AccessPackageResourceRequest,
    Navigations<"accessPackageResourceRequest">
  >;
  readonly accessPackageSubject: Agrees<
    typeof subjectShape,
    graph.AccessPackageSubject,
    Navigations<"accessPackageSubject">,
    "subjectLifecycle"
  >;
  readonly approval: Agrees<typeof approvalShape, graph.Approval, never>;
  /** For whom a delegate decided is ours. */
  readonly approvalStage: Agrees<typeof approvalStageShape, graph.ApprovalStage, never, "reviewedInPlaceOf">;
  readonly connectedOrganization: Agrees<
    typeof connectedOrganizationShape,
    graph.ConnectedOrganization,
    Navigations<"connectedOrganization">
  >;
  readonly accessPackageResourceEnvironment: Agrees<
    typeof resourceEnvironmentShape,
    graph.AccessPackageResourceEnvironment,
    Navigations<"accessPackageResourceEnvironment">
  >;
  /** This product's own switches stand beside Graph's. */
  readonly entitlementManagementSettings: Agrees<
    typeof tenantSettingsShape,
    graph.EntitlementManagementSettings,
    never,
    | "isApprovalEnforcedForDirectAssignment"
    | "arePackagesForSpecificPeopleListedToMembers"
    | "limits"
    | "knownTenants"
    | "externalDomains"
    | "modifiedDateTime"
  >;
  // The package does not know these three yet; the newer SDK does, with other types for dates and durations.
  readonly endUserSettings: Named<typeof endUserSettingsShape, sdk.EndUserSettings>;
  readonly accessPackageSuggestion: Named<
    typeof suggestionShape,
    sdk.AccessPackageSuggestion,
    "accessPackage"
  >;
  readonly availableAccessPackage: Named<
    typeof availableAccessPackageShape,
    sdk.AvailableAccessPackage,
    "resourceRoleScopes"
  >;
  readonly customCalloutExtension: Named<
    typeof customExtensionShape,
    sdk.AccessPackageAssignmentRequestWorkflowExtension
  >;
  readonly customExtensionStageSetting: Named<
    typeof stageSettingShape,
    sdk.CustomExtensionStageSetting,
    "customExtension"
  >;
  /** The chain is ours. */
  readonly directoryAudit: Agrees<
    typeof directoryAuditShape,
    graph.DirectoryAudit,
    never,
    "sequence" | "hash" | "previousHash"
  >;
  readonly unifiedRoleAssignment: Agrees<
    typeof roleAssignmentShape,
    graph.UnifiedRoleAssignment,
    Navigations<"unifiedRoleAssignment">
  >;
  readonly unifiedRoleDefinition: Agrees<
    typeof roleDefinitionShape,
    graph.UnifiedRoleDefinition,
    Navigations<"unifiedRoleDefinition">
  >;
} = {
  accessPackage: true,
  accessPackageResourceRoleScope: true,
  accessPackageAssignmentPolicy: true,
  accessPackageAssignmentRequest: true,
  accessPackageAssignment: true,
  accessPackageCatalog: true,
  accessPackageResource: true,
  accessPackageResourceRole: true,
  accessPackageResourceScope: true,
  accessPackageResourceRequest: true,
  accessPackageSubject: true,
  approval: true,
  approvalStage: true,
  connectedOrganization: true,
  accessPackageResourceEnvironment: true,
  entitlementManagementSettings: true,
  endUserSettings: true,
  accessPackageSuggestion: true,
  availableAccessPackage: true,
  customCalloutExtension: true,
  customExtensionStageSetting: true,
  directoryAudit: true,
  unifiedRoleAssignment: true,
  unifiedRoleDefinition: true,
};

/** `true`, or the names that Graph gives to parts of a value and we do not write. */
type Whole<W, G> = [Exclude<keyof G, keyof W>] extends [never] ? true : Exclude<keyof G, keyof W>;

type SetOf<K extends SubjectSet["kind"]> = Extract<SubjectSet, { kind: K }>;

// As above, for values inside of objects: what is left out of one of them, `tsc` names.
const WHOLE: {
  readonly expirationPattern: Whole<ReturnType<typeof writeExpiration>, graph.ExpirationPattern>;
  readonly schedule: Whole<ReturnType<typeof writeSchedule>, graph.EntitlementManagementSchedule>;
  readonly requestorSettings: Whole<RequestorSettings, graph.AccessPackageAssignmentRequestorSettings>;
  readonly approvalSettings: Whole<ApprovalSettings, graph.AccessPackageAssignmentApprovalSettings>;
  readonly approvalStage: Whole<ApprovalStageSettings, graph.AccessPackageApprovalStage>;
  readonly textQuestion: Whole<
    Extract<Question, { kind: "textInput" }>,
    graph.AccessPackageTextInputQuestion
  >;
  readonly choiceQuestion: Whole<
    Extract<Question, { kind: "multipleChoice" }>,
    graph.AccessPackageMultipleChoiceQuestion
  >;
  readonly singleUser: Whole<SetOf<"singleUser">, graph.SingleUser>;
  readonly groupMembers: Whole<SetOf<"groupMembers">, graph.GroupMembers>;
  readonly singleServicePrincipal: Whole<SetOf<"singleServicePrincipal">, graph.SingleServicePrincipal>;
  readonly connectedOrganizationMembers: Whole<
    SetOf<"connectedOrganizationMembers">,
    graph.ConnectedOrganizationMembers
  >;
  readonly attributeRuleMembers: Whole<SetOf<"attributeRuleMembers">, graph.AttributeRuleMembers>;
  readonly requestorManager: Whole<SetOf<"requestorManager">, graph.RequestorManager>;
  readonly targetManager: Whole<SetOf<"targetManager">, graph.TargetManager>;
} = {
  expirationPattern: true,
  schedule: true,
  requestorSettings: true,
  approvalSettings: true,
  approvalStage: true,
  textQuestion: true,
  choiceQuestion: true,
  singleUser: true,
  groupMembers: true,
  singleServicePrincipal: true,
  connectedOrganizationMembers: true,
  attributeRuleMembers: true,
  requestorManager: true,
  targetManager: true,
};

const TYPES = Object.values<EntityType<never>>({
  ...approvalTypes,
  ...extensionTypes,
  ...graphTypes,
  ...resourceTypes,
});

describe("Microsoft's description of the types", () => {
  it.each(Object.entries(NAVIGATION))("%s can be expanded by what Graph can expand it by", (name, graphs) => {
    const type = TYPES.find((one) => one.name === name);
    expect(type).toBeDefined();
    const ours = new Set(Object.keys(type?.navigation ?? {}));
    const left = NOT_EXPANDABLE[name] ?? [];
    expect(graphs.filter((one) => !ours.has(one) && !left.includes(one))).toEqual([]);
    expect(AGREES).toHaveProperty(name, true);
  });

  it("knows no part of a value that we leave out", () => {
    expect(Object.values(WHOLE).every(Boolean)).toBe(true);
  });
});
