/** accessPackageAssignmentResourceRole: a role that a person has, or is being given, through packages. Only beta has it. */
import { catalogsWhere } from "../../application/authorize.js";
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { OriginSystem } from "../../domain/catalog/resource.js";
import type { EntityType, Item } from "../entity-type.js";
import { assignmentType, subjectType } from "../graph-types.js";
import { inCatalog, readRelated } from "../load/related.js";
import { loadSubjects } from "../load/subjects.js";
import { type ExpandContext, toMany, toOne } from "../navigation.js";
import { resourceRoleType, resourceScopeType } from "../resource-types.js";
import type { RoleOfResource, ScopeOfResource } from "../shapes/resource.js";
import { inBeta } from "./respell.js";

export const roleGrantType: EntityType<RoleGrant> = {
  name: "accessPackageAssignmentResourceRole",
  properties: { id: "guid", originId: "string", originSystem: "string", status: "string" },
  indexed: {
    id: { index: "id", type: "guid" },
    originId: { index: "role/roleOriginId", type: "string" },
    originSystem: { index: "role/originSystem", type: "string" },
    "accessPackageResource/originId": { index: "role/resourceOriginId", type: "string" },
    "accessPackageSubject/id": { index: "subjectId", type: "guid" },
    "accessPackageSubject/objectId": { index: "subjectObjectId", type: "guid" },
    "accessPackageAssignments/id": { index: "assignmentIds[]", type: "guid" },
  },
  write: ({ id, role, state }) => ({
    id,
    originId: role.roleOriginId,
    originSystem: role.originSystem,
    status: state === "granting" ? "PendingFulfillment" : "Fulfilled",
  }),
  navigation: {
    accessPackageResourceRole: toOne(
      "accessPackageResourceRole",
      () => inBeta(resourceRoleType),
      async (grants, context) => (await partsOf(grants, context)).map(({ role }) => ({ model: role })),
    ),
    accessPackageResourceScope: toOne(
      "accessPackageResourceScope",
      () => inBeta(resourceScopeType),
      async (grants, context) => (await partsOf(grants, context)).map(({ scope }) => ({ model: scope })),
    ),
    accessPackageSubject: toOne(
      "accessPackageSubject",
      () => inBeta(subjectType),
      (grants, context) =>
        loadSubjects(
          grants.map(({ subjectId, subjectObjectId }) => ({
            ...{
              id: subjectId,
              objectId: subjectObjectId,
              displayName: null,
              email: null,
              principalName: null,
            },
            subjectType: "user",
          })),
          context,
        ),
    ),
    accessPackageAssignments: toMany("accessPackageAssignment", () => inBeta(assignmentType), assignmentsOf),
  },
};

/** Those of the catalogs in which the caller may see assignments. */
async function assignmentsOf(
  grants: readonly RoleGrant[],
  context: ExpandContext,
): Promise<readonly (readonly Item<Assignment>[])[]> {
  const where = await catalogsWhere(context.ports, context.call.caller, "viewAssignments");
  return Promise.all(
    grants.map(async ({ subjectId, assignmentIds }) => {
      const references = assignmentIds.map((id) => ({ partition: subjectId, id }));
      const items = await readRelated<Assignment>(context, "access", references);
      return items.filter(
        (item) => item !== undefined && (where === "all" || where.includes(item.model.catalogId)),
      ) as readonly Item<Assignment>[]; // The undefined ones are those that the filter leaves out.
    }),
  );
}

/** The role and scope as the packages that give it have them; where none has it any more, what the ledger remembers. */
async function partsOf(grants: readonly RoleGrant[], context: ExpandContext) {
  const assignments = await assignmentsOf(grants, context);
  return Promise.all(
    grants.map(async (grant, index) => {
      const packages = await readRelated<AccessPackage>(
        context,
        "governance",
        (assignments[index] ?? []).map(({ model }) => inCatalog(model.catalogId, model.accessPackageId)),
      );
      const given = packages
        .flatMap((item) => item?.model.resourceRoleScopes ?? [])
        .find(
          ({ resource, role, scope }) =>
            resource.originId === grant.role.resourceOriginId &&
            role.originId === grant.role.roleOriginId &&
            scope.originId === grant.role.scopeOriginId,
        );
      return given === undefined
        ? remembered(grant)
        : {
            role: { ...given.role, resource: given.resource },
            scope: { ...given.scope, resource: given.resource },
          };
    }),
  );
}

function remembered({ id, role }: RoleGrant): {
  readonly role: RoleOfResource;
  readonly scope: ScopeOfResource;
} {
  const { resourceOriginId, resourceDisplayName } = role;
  // Values that are written to people are no roles, and the lists leave them out.
  const originSystem = role.originSystem as OriginSystem;
  const resource = {
    ...{ id, originSystem, originId: resourceOriginId },
    ...{ displayName: resourceDisplayName, description: null },
  };
  const common = { id, originSystem, description: null, resource };
  return {
    role: { ...common, originId: role.roleOriginId, displayName: role.roleDisplayName, type: "active" },
    scope: {
      ...common,
      originId: role.scopeOriginId,
      displayName: resourceDisplayName,
      isRootScope: role.scopeOriginId === resourceOriginId,
    },
  };
}
