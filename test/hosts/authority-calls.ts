/** Calls and callers for tests of who may do what. */
import type { Caller } from "../../src/domain/authorization/caller.js";
import { ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import { aPolicy } from "../builders/policy-body.js";
import { type Answered, at, EM, idOf, ROLES, type Surface } from "./surface-fixture.js";

type RoleName = keyof typeof ENTITLEMENT_ROLES;
type Who = string | Caller;

export const SELF_ACCESS = "EntitlementMgmt-SubjectAccess.ReadWrite";
export const READ_ALL = "EntitlementManagement.Read.All";
export const WRITE_ALL = "EntitlementManagement.ReadWrite.All";
export const FORBIDDEN = [403, "Forbidden"];

/** The status and the code of an error. */
export function code(answer: Answered): readonly unknown[] {
  return [answer.status, at(answer.body, "error/code") ?? "done"];
}

/** One property of everything in a list. */
export function listOf(answer: Answered, property: string): readonly unknown[] {
  const { value } = answer.body;
  return Array.isArray(value) ? value.map((item) => at(item, property)) : [];
}

/** `surface` is asked for at every call: a test has its own. */
export function authorityCalls(surface: () => Surface) {
  const post = (path: string, body: unknown, as: Who = "admin") =>
    surface().call("POST", `${EM}${path}`, { as, body });
  const objectId = (name: string) => surface().people[name]?.objectId ?? surface().groups[name] ?? "";
  return {
    post,
    objectId,
    get: (path: string, as: Who = "admin") => surface().call("GET", `${EM}${path}`, { as }),
    patchCatalog: (id: string, as: Who) =>
      surface().call("PATCH", `${EM}/catalogs/${id}`, { as, body: { description: "Changed" } }),
    give: (role: RoleName, to: string, catalogId?: string, as: Who = "admin") =>
      surface().call("POST", `${ROLES}/roleAssignments`, {
        as,
        body: {
          principalId: objectId(to),
          roleDefinitionId: ENTITLEMENT_ROLES[role].id,
          appScopeId: catalogId === undefined ? "/" : `/AccessPackageCatalog/${catalogId}`,
        },
      }),
    take: (roleAssignmentId: string, as: Who = "admin") =>
      surface().call("DELETE", `${ROLES}/roleAssignments/${roleAssignmentId}`, { as }),
    newCatalog: async (displayName: string, as: Who = "admin") =>
      idOf(await post("/catalogs", { displayName }, as)),
    newPackage: (catalogId: string, as: Who = "admin", displayName = "Package") =>
      post("/accessPackages", { displayName, catalog: { id: catalogId } }, as),
    newPolicy: (packageId: string, as: Who = "admin", more: object = {}) =>
      post("/assignmentPolicies", { ...aPolicy(packageId, objectId("approver")), ...more }, as),
    addGroup: (catalogId: string, group: string, as: Who) =>
      post(
        "/resourceRequests",
        {
          requestType: "adminAdd",
          catalog: { id: catalogId },
          resource: { originId: surface().groups[group], originSystem: "AadGroup" },
        },
        as,
      ),
    explain: (query: string, as: Who = "admin") => surface().call("GET", `${ROLES}/explain?${query}`, { as }),
    /** One of the people, with another token. */
    holding: (
      name: string,
      changes: Partial<{
        readonly scopes: readonly string[];
        readonly directoryRoleIds: readonly string[];
        readonly appRoles: readonly string[];
      }>,
    ): Caller => {
      const caller = surface().people[name];
      if (caller === undefined) throw new Error(`There is no ${name}.`);
      // The test changes what that kind of caller has.
      return { ...caller, ...changes } as Caller;
    },
  };
}
