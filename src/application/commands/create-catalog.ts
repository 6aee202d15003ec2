/** Makes a new catalog; who makes it without being an administrator becomes its first owner (spec/domain.md 2). */
import { ENTITLEMENT_ROLES } from "../../domain/authorization/role.js";
import type { RoleAssignment } from "../../domain/authorization/role-assignment.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { reserveCatalogName } from "../governance/catalog-name.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { lacksQuota } from "../governance/quotas.js";
import { writtenAs } from "../governance/written.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type CreateCatalogInput = Pick<
  Catalog,
  "displayName" | "description" | "state" | "isExternallyVisible"
>;

export async function createCatalog(
  ports: Ports,
  call: Call,
  input: CreateCatalogInput,
): Promise<Outcome<Stored<Catalog>>> {
  const denied = await authorize(ports, call.caller, "createCatalog", null);
  if (denied !== undefined) return denied;
  const full = await lacksQuota(ports, "catalogs");
  if (full !== undefined) return full;
  const now = ports.clock.now();
  const id = newId(ports, call, "catalog");
  const catalog: Catalog = {
    kind: "catalog",
    id,
    catalogType: "userManaged",
    ...input,
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const duplicate = await reserveCatalogName(ports, catalog.displayName, id);
  if (duplicate !== undefined) return duplicate;
  const partition = catalogPartition(id);
  const result = await ports.documents.batch("governance", partition, [
    { op: "create", document: catalog },
    ...(await firstOwner(ports, call, id)),
    eventOperation(ports, call, {
      type: "catalogCreated",
      partition,
      object: { type: "accessPackageCatalog", id, displayName: catalog.displayName },
      related: { catalogId: id },
    }),
  ]);
  // The id is taken only by the same call made before (its idempotency key): that catalog is the answer.
  if (result.kind === "conflict") return findCatalog(ports, id);
  return done(writtenAs(result, partition, catalog));
}

/** An administrator sees every catalog anyway; anybody else would not even see their own. */
async function firstOwner(ports: Ports, call: Call, catalogId: string): Promise<readonly Operation[]> {
  if (call.caller.kind === "system") return [];
  if ((await authorize(ports, call.caller, "manageTenantRoles", null)) === undefined) return [];
  const roleDefinitionId = ENTITLEMENT_ROLES.catalogOwner.id;
  const appScopeId = `/AccessPackageCatalog/${catalogId}`;
  const principalId = call.caller.objectId;
  const document: RoleAssignment = {
    kind: "roleAssignment",
    id: ports.ids.derive("roleAssignment", principalId, roleDefinitionId, appScopeId),
    principalId,
    roleDefinitionId,
    appScopeId,
    catalogId,
    createdDateTime: ports.clock.now(),
  };
  return [{ op: "create", document }];
}

/** The built-in catalog, in which packages without a catalog land. Made at the first start; making it again is harmless. */
export async function ensureGeneralCatalog(ports: Ports): Promise<Catalog> {
  const id = generalCatalogId(ports);
  const existing = await findCatalog(ports, id);
  if (existing.kind === "done") return existing.value.document;
  const now = ports.clock.now();
  const catalog: Catalog = {
    kind: "catalog",
    id,
    displayName: "General",
    description: "Built-in catalog.",
    catalogType: "serviceDefault",
    state: "published",
    isExternallyVisible: true,
    createdDateTime: now,
    modifiedDateTime: now,
  };
  const partition = catalogPartition(id);
  await reserveCatalogName(ports, catalog.displayName, id);
  // A conflict means that another process made the same catalog, with the same id, at the same moment.
  await ports.documents.batch("governance", partition, [
    { op: "create", document: catalog },
    eventOperation(
      ports,
      { caller: { kind: "system" }, correlationId: id },
      {
        type: "catalogCreated",
        partition,
        object: { type: "accessPackageCatalog", id, displayName: catalog.displayName },
        related: { catalogId: id },
      },
    ),
  ]);
  return catalog;
}

export function generalCatalogId(ports: Ports): string {
  return ports.ids.derive("catalog", "serviceDefault");
}
