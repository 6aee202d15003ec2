/**
 * The API's own entry in the directory. Graph knows itself as a service principal whose app roles are the application permissions; to give
 * an application a permission is to give it that role. Ids and names are Graph's, so scripts that look them up find them here too.
 */
import type { AppRole } from "../../../application/ports/directory-objects.js";

/** The appId of Microsoft Graph, the same in every tenant. */
export const API_APP_ID = "00000003-0000-0000-c000-000000000000";

const PERMISSIONS = [
  ["c74fd47d-ed3c-45c3-9a9e-b8676de685d2", "EntitlementManagement.Read.All"],
  ["9acd699f-1e81-4958-b001-93b1d2506e19", "EntitlementManagement.ReadWrite.All"],
  ["7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Directory.Read.All"],
  ["19dbc75e-c2e2-444c-a770-ec69d8559fc7", "Directory.ReadWrite.All"],
  ["97235f07-e226-4f63-ace3-39588e11d3a1", "User.ReadBasic.All"],
  ["df021288-bdef-4463-88db-98f22de89214", "User.Read.All"],
  ["741f803b-c850-494e-b5df-cde7c675a1ca", "User.ReadWrite.All"],
  ["98830695-27a2-44f7-8c18-0c3ebc9698f6", "GroupMember.Read.All"],
  ["5b567255-7703-4780-807c-7be8301ae99b", "Group.Read.All"],
  ["62a82d76-70ea-41e2-9197-370581804d09", "Group.ReadWrite.All"],
  ["9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "Application.Read.All"],
  ["1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Application.ReadWrite.All"],
  ["332a536c-c7ef-4017-ab91-336970924f0d", "Sites.Read.All"],
  ["a82116e5-55eb-4c41-a434-62fe8a61c773", "Sites.FullControl.All"],
  ["483bed4a-2ad3-4361-a73b-c83ccdbdc53c", "RoleManagement.Read.Directory"],
  ["c7fbd983-d9aa-4fa7-84b8-17382c103bc4", "RoleManagement.Read.All"],
  ["9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "RoleManagement.ReadWrite.Directory"],
  ["b0afded3-3588-46d8-8b3d-9842eff778da", "AuditLog.Read.All"],
] as const;

export const API_APP_ROLES: readonly AppRole[] = PERMISSIONS.map(([id, value]) => ({
  id,
  displayName: value,
  description: `Lets the application use the API with the permission ${value}, without a signed-in user.`,
  isEnabled: true,
  value,
  allowedMemberTypes: ["Application"],
}));
