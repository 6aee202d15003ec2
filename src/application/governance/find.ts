/** Finds the objects of governance by id, with the refusal for what is not there; and the partitions they are in. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import type { Resource } from "../../domain/catalog/resource.js";
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Document, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

/** Where a catalog and everything in it lives. */
export function catalogPartition(catalogId: string): string {
  return `catalog/${catalogId}`;
}

/** Where what belongs to no catalog lives. */
export const TENANT_PARTITION = "tenant";

export async function findCatalog(ports: Ports, catalogId: string): Promise<Outcome<Stored<Catalog>>> {
  const stored = await ports.documents.get<Catalog>("governance", catalogPartition(catalogId), catalogId);
  return found(stored, "catalog", catalogId);
}

export async function findAccessPackage(
  ports: Ports,
  accessPackageId: string,
): Promise<Outcome<Stored<AccessPackage>>> {
  const stored = await ports.documents.find<AccessPackage>("governance", "accessPackage", accessPackageId);
  return found(stored, "access package", accessPackageId);
}

export async function findPolicy(ports: Ports, policyId: string): Promise<Outcome<Stored<AssignmentPolicy>>> {
  const stored = await ports.documents.find<AssignmentPolicy>("governance", "assignmentPolicy", policyId);
  return found(stored, "assignment policy", policyId);
}

export async function findResource(
  ports: Ports,
  catalogId: string,
  resourceId: string,
): Promise<Outcome<Stored<Resource>>> {
  const stored = await ports.documents.get<Resource>("governance", catalogPartition(catalogId), resourceId);
  const resource = stored?.document.kind === "resource" ? stored : undefined;
  return found(resource, `resource of catalog ${catalogId}`, resourceId);
}

export async function findConnectedOrganization(
  ports: Ports,
  organizationId: string,
): Promise<Outcome<Stored<ConnectedOrganization>>> {
  const stored = await ports.documents.get<ConnectedOrganization>(
    "governance",
    TENANT_PARTITION,
    organizationId,
  );
  const organization = stored?.document.kind === "connectedOrganization" ? stored : undefined;
  return found(organization, "connected organization", organizationId);
}

export function found<D extends Document>(
  stored: Stored<D> | undefined,
  what: string,
  id: string,
): Outcome<Stored<D>> {
  return stored === undefined
    ? refused("ResourceNotFound", `The resource was not found: there is no ${what} with id ${id}.`)
    : done(stored);
}
