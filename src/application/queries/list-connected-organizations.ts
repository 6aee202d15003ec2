/** Connected organizations, for administrators and for whoever writes policies in some catalog. */
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { done, type Outcome, type Refusal } from "../../domain/errors.js";
import { authorize, catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import { findConnectedOrganization } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

export async function listConnectedOrganizations(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<ConnectedOrganization>>> {
  const denied = await mayViewConnectedOrganizations(ports, call);
  if (denied !== undefined) return denied;
  return done(await readList(ports, { container: "governance", kind: "connectedOrganization" }, query));
}

export async function getConnectedOrganization(
  ports: Ports,
  call: Call,
  { organizationId }: { readonly organizationId: string },
): Promise<Outcome<Stored<ConnectedOrganization>>> {
  return (
    (await mayViewConnectedOrganizations(ports, call)) ?? findConnectedOrganization(ports, organizationId)
  );
}

/** A role in any catalog will do: the organizations belong to none. */
export async function mayViewConnectedOrganizations(ports: Ports, call: Call): Promise<Refusal | undefined> {
  const { caller } = call;
  const denied = await authorize(ports, caller, "viewConnectedOrganizations", null);
  if (denied === undefined) return undefined;
  const where = await catalogsWhere(ports, caller, "viewConnectedOrganizations");
  return where.length > 0 ? undefined : denied;
}
