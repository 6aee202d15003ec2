/** Reads what catalogs, packages and policies refer to, for a whole page at once. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import type { Resource } from "../../domain/catalog/resource.js";
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import { policyAsRequestorsSeeIt } from "../policy-for-requestors.js";
import { inCatalog, onlyForViewers, readCatalogContents, readRelated, viewableCatalogs } from "./related.js";

type InPackage = { readonly catalogId: string; readonly accessPackageId: string };
type UnderPolicy = { readonly catalogId: string; readonly assignmentPolicyId: string };

export const loadCatalogs = (models: readonly { readonly catalogId: string }[], context: ExpandContext) =>
  readRelated<Catalog>(
    context,
    "governance",
    models.map(({ catalogId }) => inCatalog(catalogId, catalogId)),
  );

export const loadPackages = (models: readonly InPackage[], context: ExpandContext) =>
  readRelated<AccessPackage>(
    context,
    "governance",
    models.map(({ catalogId, accessPackageId }) => inCatalog(catalogId, accessPackageId)),
  );

/** Whoever may not see the catalog gets of the policy what concerns requestors. */
export async function loadPolicies(models: readonly UnderPolicy[], context: ExpandContext) {
  const viewable = await viewableCatalogs(
    context,
    models.map(({ catalogId }) => catalogId),
  );
  const policies = await readRelated<AssignmentPolicy>(
    context,
    "governance",
    models.map(({ catalogId, assignmentPolicyId }) => inCatalog(catalogId, assignmentPolicyId)),
  );
  return policies.map((item) =>
    item === undefined || viewable.has(item.model.catalogId)
      ? item
      : { ...item, model: policyAsRequestorsSeeIt(item.model) },
  );
}

/** Everything of one kind that is in each of the catalogs. */
export async function loadContents<D extends AccessPackage | Resource | CustomExtension>(
  catalogs: readonly Catalog[],
  context: ExpandContext,
  kind: D["kind"],
): Promise<readonly (readonly Item<D>[])[]> {
  const ids = catalogs.map(({ id }) => id);
  await onlyForViewers(context, ids);
  const contents = await readCatalogContents<D>(context, ids, kind);
  return ids.map((id) => contents.get(id) ?? []);
}
