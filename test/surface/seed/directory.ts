/** Applications, sites and Azure resources of the directory, and who has what of them. */
import { DIRECTORY_ROLES } from "../../../src/domain/authorization/role.js";
import { must } from "../../builders/world.js";
import { at, idOf } from "../../hosts/surface-fixture.js";
import { reference } from "../example.js";
import type { Seeding } from "./seeding.js";

export async function seedDirectory(seeding: Seeding): Promise<void> {
  const post = (path: string, body: object) => seeding.send("POST", `/v1.0${path}`, body);
  const boss = reference("directoryObjects", seeding.id("bossId"));
  await seedApplications(seeding, post, boss);
  await seedSite(seeding, post);
  const { azureResources, directoryRoles, groups } = seeding.directory;
  const [bossId, groupId] = [seeding.id("bossId"), seeding.id("groupId")];
  const armId = `/subscriptions/${seeding.newId()}`;
  const reader = `${armId}/providers/Microsoft.Authorization/roleDefinitions/${seeding.newId()}`;
  const subscription = must(
    await azureResources.create({
      displayName: "Cloud",
      armId,
      roleDefinitions: [{ id: reader, displayName: "Reader", description: null }],
    }),
  ).document;
  const assignment = { roleDefinitionId: reader, scope: armId, type: "active" } as const;
  must(await azureResources.assign(armId, assignment, bossId));
  must(await groups.update(groupId, { isPimManaged: true }));
  for (const role of ["Member", "Owner"] as const) must(await groups.addEligible(groupId, bossId, role));
  const roleId = DIRECTORY_ROLES.globalReader.templateId;
  must(await directoryRoles.makeEligible(bossId, roleId));
  await post(`/directoryRoles/${roleId}/members/$ref`, boss);
  seeding.name({ azureResourceId: subscription.id, roleId, templateId: roleId });
}

type Post = (path: string, body: object) => ReturnType<Seeding["send"]>;

async function seedApplications(seeding: Seeding, post: Post, boss: object): Promise<void> {
  const { applications } = seeding.directory;
  const payrollRoleId = seeding.newId();
  const clerk = {
    id: payrollRoleId,
    displayName: "Clerk",
    description: null,
    isEnabled: true,
    value: "Clerk",
    allowedMemberTypes: ["User"],
  } as const;
  const payroll = must(
    await applications.createApplication({ displayName: "Payroll", appRoles: [clerk] }),
  ).document;
  const another = must(await applications.createApplication({ displayName: "No principal yet" })).document;
  const principal = must(await applications.createServicePrincipal({ appId: payroll.appId })).document;
  const secret = await post(`/applications/${payroll.id}/addPassword`, {});
  const appRole = await post(`/servicePrincipals/${principal.id}/appRoleAssignedTo`, {
    principalId: seeding.id("bossId"),
    resourceId: principal.id,
    appRoleId: payrollRoleId,
  });
  await post(`/applications/${payroll.id}/owners/$ref`, boss);
  await post(`/servicePrincipals/${principal.id}/owners/$ref`, boss);
  seeding.name({
    ...{ applicationId: payroll.id, appId: payroll.appId, payrollAppId: another.appId },
    ...{ servicePrincipalId: principal.id, payrollRoleId, appRoleAssignmentId: idOf(appRole) },
    secretKeyId: String(at(secret.body, "keyId")),
  });
}

async function seedSite(seeding: Seeding, post: Post): Promise<void> {
  const catalogId = seeding.id("catalogId");
  const webUrl = "https://example.sharepoint.com/sites/wiki";
  const { id } = must(await seeding.directory.sites.create({ displayName: "Wiki", webUrl })).document;
  await seeding.make("/resourceRequests", {
    requestType: "adminAdd",
    catalog: { id: catalogId },
    resource: { originId: webUrl, originSystem: "SharePointOnline" },
  });
  const site = await seeding.send("GET", `/v1.0/sites/${id}?$select=roles`);
  const siteRoleId = String(at(site.body, "roles/0/id"));
  const permission = await post(`/sites/${id}/permissions`, {
    roles: [siteRoleId],
    grantedToV2: { user: { id: seeding.id("bossId") } },
  });
  const fromSharePoint = "$filter=originSystem eq 'SharePointOnline'";
  seeding.name({
    ...{ siteId: id, siteRoleId, permissionId: idOf(permission) },
    siteResourceId: await seeding.read(`/catalogs/${catalogId}/resources?${fromSharePoint}`, "value/0/id"),
    environmentId: await seeding.read(`/resourceEnvironments?${fromSharePoint}`, "value/0/id"),
  });
}
