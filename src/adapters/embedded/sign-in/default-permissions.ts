/** What a token carries unless told otherwise. */

import type {
  AppRoleAssignmentDocument,
  ServicePrincipalDocument,
} from "../../../application/ports/directory-objects.js";
import { API_APP_ID } from "../directory/graph-permissions.js";
import { everyRow, firstRow } from "../directory/rows.js";
import type { DocumentReader } from "../documents/read-only-documents.js";

/** The portal's delegated permissions. What somebody may really do is decided by their roles; a scope only says what the client asked for. */
export const USER_SCOPES: readonly string[] = [
  "EntitlementManagement.Read.All",
  "EntitlementManagement.ReadWrite.All",
  "EntitlementMgmt-SubjectAccess.ReadWrite",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
  "User.Read",
  "User.Read.All",
  "Group.Read.All",
  "Application.Read.All",
  "AuditLog.Read.All",
];

/** The API's permissions that an application was given, by name. */
export async function grantedAppRoles(
  documents: Pick<DocumentReader, "query">,
  servicePrincipalId: string,
): Promise<readonly string[]> {
  const api = await firstRow<ServicePrincipalDocument>(documents, "servicePrincipal", {
    op: "eq",
    path: "appId",
    value: API_APP_ID,
  });
  if (api === undefined) return [];
  const granted = await everyRow<AppRoleAssignmentDocument>(documents, "appRoleAssignment", {
    partition: api.id,
    filter: { op: "eq", path: "principalId", value: servicePrincipalId },
  });
  return granted
    .map(({ appRoleId }) => api.appRoles.find((role) => role.id === appRoleId)?.value)
    .filter((value) => typeof value === "string");
}
