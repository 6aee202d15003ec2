/** Reads what excludes a package, and what it excludes. Only for whoever may see its catalog; packages of catalogs that they do not see are left out. */
import { readAll } from "../../application/queries/read-all.js";
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Item } from "../entity-type.js";
import type { ExpandContext } from "../navigation.js";
import { loadDirectoryObjects } from "./directory-objects.js";
import { onlyForViewers, viewableCatalogs } from "./related.js";

export async function loadIncompatiblePackages(packages: readonly AccessPackage[], context: ExpandContext) {
  await onlyForViewers(
    context,
    packages.map(({ catalogId }) => catalogId),
  );
  return Promise.all(
    packages.map(async ({ incompatibleAccessPackageIds }) => {
      const found = await Promise.all(
        incompatibleAccessPackageIds.map((id) =>
          context.ports.documents.find<AccessPackage>("governance", "accessPackage", id),
        ),
      );
      return visible(
        found
          .filter((stored) => stored !== undefined)
          .map((stored): Item<AccessPackage> => ({ model: stored.document, etag: stored.etag })),
        context,
      );
    }),
  );
}

async function visible(
  items: readonly Item<AccessPackage>[],
  context: ExpandContext,
): Promise<readonly Item<AccessPackage>[]> {
  const viewable = await viewableCatalogs(
    context,
    items.map(({ model }) => model.catalogId),
  );
  return items.filter(({ model }) => viewable.has(model.catalogId));
}

export async function loadIncompatibleGroups(packages: readonly AccessPackage[], context: ExpandContext) {
  await onlyForViewers(
    context,
    packages.map(({ catalogId }) => catalogId),
  );
  return Promise.all(
    packages.map(async ({ incompatibleGroupIds }) =>
      (await loadDirectoryObjects(incompatibleGroupIds, context)).filter((item) => item !== undefined),
    ),
  );
}

export async function loadPackagesIncompatibleWith(
  packages: readonly AccessPackage[],
  context: ExpandContext,
) {
  await onlyForViewers(
    context,
    packages.map(({ catalogId }) => catalogId),
  );
  return Promise.all(
    packages.map(async ({ id }) => {
      const found: Item<AccessPackage>[] = [];
      const query = {
        container: "governance",
        kind: "accessPackage",
        filter: { op: "has", path: "incompatibleAccessPackageIds[]", values: [id] },
      } as const;
      for await (const { document, etag } of readAll<AccessPackage>(context.ports, query))
        found.push({ model: document, etag });
      return visible(found, context);
    }),
  );
}
