/** What most tests of the surface begin with: a catalog with a group, a package that gives membership of it, and a policy for direct assignment. */
import { aPolicy } from "../builders/policy-body.js";
import { at, EM, idOf, type Surface } from "./surface-fixture.js";

export async function createGroupPackage(
  surface: Surface,
  displayName: string,
  group = "engineers",
): Promise<{ readonly catalogId: string; readonly packageId: string; readonly policyId: string }> {
  const post = (path: string, body: unknown) => surface.call("POST", `${EM}${path}`, { as: "admin", body });
  const catalogId = idOf(await post("/catalogs", { displayName }));
  const resource = { originId: surface.groups[group], originSystem: "AadGroup" };
  idOf(await post("/resourceRequests", { requestType: "adminAdd", catalog: { id: catalogId }, resource }));
  const found = await surface.call("GET", `${EM}/catalogs/${catalogId}/resources`, { as: "admin" });
  const packageId = idOf(await post("/accessPackages", { displayName, catalog: { id: catalogId } }));
  idOf(
    await post(`/accessPackages/${packageId}/resourceRoleScopes`, {
      role: {
        originId: `Member_${surface.groups[group]}`,
        originSystem: "AadGroup",
        resource: { id: at(found.body, "value/0/id") },
      },
      scope: { isRootScope: true },
    }),
  );
  const policy = aPolicy(packageId, surface.people["approver"]?.objectId ?? "");
  const policyId = idOf(await post("/assignmentPolicies", policy));
  return { catalogId, packageId, policyId };
}
