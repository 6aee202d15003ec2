/** Whom a token is to be made for, looked up in a data folder by the name that a person would type. */

import type { ServicePrincipalDocument, UserDocument } from "../../../application/ports/directory-objects.js";
import type { Filter } from "../../../application/ports/documents.js";
import type { Ids } from "../../../application/ports/ids.js";
import { everyRow, firstRow } from "../directory/rows.js";
import type { DocumentReader } from "../documents/read-only-documents.js";
import { grantedAppRoles, USER_SCOPES } from "./default-permissions.js";
import type { TokenSubject } from "./mint-token.js";

/** The application through which tokens of `gatehouse token` are used: the command line itself. */
const COMMAND_LINE_APP_ID = "6a7e0c4e-0000-4000-8000-000000000001";

/** Nobody, or more than one, has the name; the message says what to give instead. */
export class SubjectError extends Error {
  override readonly name = "SubjectError";
}

export async function userSubject(
  documents: Pick<DocumentReader, "query">,
  tenantId: string,
  userPrincipalName: string,
  scopes: readonly string[] = USER_SCOPES,
): Promise<TokenSubject> {
  const user = await firstRow<UserDocument>(documents, "user", {
    op: "eq",
    path: "userPrincipalNameKey",
    value: userPrincipalName.toLowerCase(),
  });
  if (user === undefined) {
    throw new SubjectError(`There is no user ${userPrincipalName} in the directory of this data folder.`);
  }
  if (!user.accountEnabled) throw new SubjectError(`The account of ${userPrincipalName} is disabled.`);
  const { id, displayName } = user;
  return {
    kind: "user",
    objectId: id,
    tenantId,
    displayName,
    userPrincipalName: user.userPrincipalName,
    scopes,
    appId: COMMAND_LINE_APP_ID,
  };
}

/** A person of another tenant who is not in the directory: their object id there is derived from the address, so it is always the same. */
export function guestSubject(
  ids: Ids,
  email: string,
  tenantId: string | undefined,
  scopes: readonly string[] = USER_SCOPES,
): TokenSubject {
  const address = email.toLowerCase();
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return {
    kind: "user",
    objectId: ids.derive("guest", address),
    tenantId: tenantId?.toLowerCase() ?? ids.derive("tenant", domain),
    displayName: email,
    userPrincipalName: email,
    scopes,
    appId: COMMAND_LINE_APP_ID,
  };
}

/** `name`: display name, appId or object id of a service principal. `appRoles`: what it was granted unless given. */
export async function applicationSubject(
  documents: Pick<DocumentReader, "query">,
  tenantId: string,
  name: string,
  appRoles?: readonly string[],
): Promise<TokenSubject> {
  const found = await namedPrincipals(documents, name);
  const [principal] = found;
  if (principal === undefined) {
    throw new SubjectError(`There is no application "${name}" in the directory of this data folder.`);
  }
  if (found.length > 1) {
    const choices = found.map((one) => one.appId).join(", ");
    throw new SubjectError(
      `Several applications are called "${name}": give one of their appIds: ${choices}.`,
    );
  }
  const { id, appId, displayName } = principal;
  return {
    kind: "application",
    objectId: id,
    tenantId,
    displayName,
    appId,
    appRoles: appRoles ?? (await grantedAppRoles(documents, id)),
  };
}

async function namedPrincipals(
  documents: Pick<DocumentReader, "query">,
  name: string,
): Promise<readonly ServicePrincipalDocument[]> {
  const key = name.toLowerCase();
  const is = (path: string): Filter => ({ op: "eq", path, value: key });
  const byAppId = await everyRow<ServicePrincipalDocument>(documents, "servicePrincipal", {
    filter: is("appId"),
  });
  if (byAppId.length > 0) return byAppId;
  const all = await everyRow<ServicePrincipalDocument>(documents, "servicePrincipal", {});
  return all.filter((one) => one.id === key || one.displayName.toLowerCase() === key);
}
