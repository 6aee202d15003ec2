/** The directory: people, groups, applications, sites, directory roles. */
import { type Examples, reference } from "../example.js";

export const DIRECTORY: Examples = (ids) => {
  const boss = reference("directoryObjects", ids.bossId);
  const asker = reference("directoryObjects", ids.askerId);
  const owned = (path: string) => ({
    [`GET ${path}/owners`]: {},
    [`POST ${path}/owners/$ref`]: { body: asker },
    [`DELETE ${path}/owners/{ownerId}/$ref`]: {},
  });
  const outsider = { userId: ids.outsiderId };
  return {
    "GET /me": { as: "Member" },
    "GET /users": {},
    "GET /users/delta": {},
    "GET /users/{userId}": {},
    "POST /users": {
      body: { displayName: "New", userPrincipalName: "new@example.org", accountEnabled: true },
    },
    "PATCH /users/{userId}": { body: { jobTitle: "Pilot" } },
    "DELETE /users/{userId}": { keys: { userId: ids["failedId"] ?? "" } },
    "GET /users/{userId}/manager": {},
    "PUT /users/{userId}/manager/$ref": { keys: outsider, body: boss },
    "DELETE /users/{userId}/manager/$ref": {},
    "GET /users/{userId}/directReports": { keys: { userId: ids.bossId } },
    "GET /users/{userId}/sponsors": { keys: outsider },
    "POST /users/{userId}/sponsors/$ref": { keys: outsider, body: asker },
    "DELETE /users/{userId}/sponsors/{sponsorId}/$ref": { keys: outsider },
    "GET /users/{userId}/memberOf": { keys: outsider },
    "GET /users/{userId}/transitiveMemberOf": { keys: outsider },
    "GET /users/{userId}/appRoleAssignments": { keys: { userId: ids.bossId } },
    "GET /groups": {},
    "GET /groups/{groupId}": {},
    "POST /groups": {
      body: { displayName: "New", mailNickname: "new", mailEnabled: false, securityEnabled: true },
    },
    "PATCH /groups/{groupId}": { body: { description: "changed" } },
    "DELETE /groups/{groupId}": { keys: { groupId: ids.newGroupId } },
    "GET /groups/{groupId}/members": {},
    "GET /groups/{groupId}/members/microsoft.graph.user": {},
    "GET /groups/{groupId}/transitiveMembers": {},
    "POST /groups/{groupId}/members/$ref": { keys: { groupId: ids.newGroupId }, body: boss },
    "DELETE /groups/{groupId}/members/{memberId}/$ref": {},
    ...owned("/groups/{groupId}"),
    "GET /applications": {},
    "GET /applications/{applicationId}": {},
    "POST /applications": { body: { displayName: "New" } },
    "PATCH /applications/{applicationId}": { body: { description: "changed" } },
    "DELETE /applications/{applicationId}": {},
    "POST /applications/{applicationId}/addPassword": { body: { passwordCredential: { displayName: "s" } } },
    "POST /applications/{applicationId}/removePassword": { body: { keyId: ids["secretKeyId"] } },
    ...owned("/applications/{applicationId}"),
    "GET /servicePrincipals": {},
    "GET /servicePrincipals/{servicePrincipalId}": {},
    "GET /servicePrincipals(appId={appId})": {},
    "POST /servicePrincipals": { body: { appId: ids.payrollAppId } },
    "PATCH /servicePrincipals/{servicePrincipalId}": { body: { accountEnabled: false } },
    "DELETE /servicePrincipals/{servicePrincipalId}": {},
    "GET /servicePrincipals/{servicePrincipalId}/appRoleAssignedTo": {},
    "POST /servicePrincipals/{servicePrincipalId}/appRoleAssignedTo": {
      body: {
        principalId: ids.askerId,
        resourceId: ids["servicePrincipalId"],
        appRoleId: ids.payrollRoleId,
      },
    },
    "DELETE /servicePrincipals/{servicePrincipalId}/appRoleAssignedTo/{assignmentId}": {
      keys: { assignmentId: ids["appRoleAssignmentId"] ?? "" },
    },
    ...owned("/servicePrincipals/{servicePrincipalId}"),
    "GET /sites": {},
    "GET /sites/{siteId}": {},
    "POST /sites": { body: { displayName: "New", webUrl: "https://example.org/sites/new" } },
    "PATCH /sites/{siteId}": { body: { description: "changed" } },
    "DELETE /sites/{siteId}": {},
    "GET /sites/{siteId}/permissions": {},
    "POST /sites/{siteId}/permissions": {
      body: { roles: [ids["siteRoleId"] ?? ""], grantedToV2: { user: { id: ids.askerId } } },
    },
    "DELETE /sites/{siteId}/permissions/{permissionId}": {},
    "GET /azureResources": {},
    "GET /azureResources/{azureResourceId}": {},
    "POST /azureResources": {
      body: {
        displayName: "New",
        armId: "/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333",
        roleDefinitions: [],
      },
    },
    "PATCH /azureResources/{azureResourceId}": { body: { description: "changed" } },
    "DELETE /azureResources/{azureResourceId}": {},
    "GET /directoryRoles": {},
    "GET /directoryRoles/{roleId}": {},
    "GET /directoryRoles(roleTemplateId={templateId})": {},
    "GET /directoryRoles/{roleId}/members": {},
    "POST /directoryRoles/{roleId}/members/$ref": { body: asker },
    "DELETE /directoryRoles/{roleId}/members/{memberId}/$ref": { keys: { memberId: ids.bossId } },
    "GET /directoryObjects/{objectId}": {},
  };
};
