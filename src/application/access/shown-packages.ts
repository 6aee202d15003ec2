/**
 * The packages that somebody is shown: in a published catalog (for people from outside: one that is there for them), not hidden, and with a
 * policy that takes requests and shows them. Reads the published catalogs and all policies that take requests, a thousand at a time.
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { isForExternalPeople } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { takesOwnRequests } from "../../domain/assignment-policy/policy-choice.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { readAll } from "../queries/read-all.js";

/** Ids in one condition. */
const IDS_PER_QUERY = 500;

const TAKES_REQUESTS: Filter = {
  op: "and",
  filters: [
    { op: "eq", path: "requestorSettings/enableTargetsToSelfAddAccess", value: true },
    { op: "ne", path: "allowedTargetScope", value: "notSpecified" },
  ],
};

/** `shows`: does this policy, which takes requests, show its package to whom it is about? */
export async function shownPackages(
  ports: Ports,
  shows: (policy: AssignmentPolicy) => boolean,
): Promise<readonly Stored<AccessPackage>[]> {
  /** By catalog: whether it is there for people from outside. */
  const published = new Map<string, boolean>();
  for await (const { document } of readAll<Catalog>(ports, {
    container: "governance",
    kind: "catalog",
    filter: { op: "eq", path: "state", value: "published" },
  }))
    published.set(document.id, document.isExternallyVisible);
  const ids = new Set<string>();
  for await (const { document } of readAll<AssignmentPolicy>(ports, {
    container: "governance",
    kind: "assignmentPolicy",
    filter: TAKES_REQUESTS,
  })) {
    const isExternallyVisible = published.get(document.catalogId);
    if (isExternallyVisible === undefined || ids.has(document.accessPackageId)) continue;
    if (isForExternalPeople(document) && !isExternallyVisible) continue;
    if (takesOwnRequests(document) && shows(document)) ids.add(document.accessPackageId);
  }
  return notHidden(ports, [...ids]);
}

async function notHidden(ports: Ports, ids: readonly string[]): Promise<readonly Stored<AccessPackage>[]> {
  const packages: Stored<AccessPackage>[] = [];
  for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
    const filter: Filter = {
      op: "and",
      filters: [
        { op: "in", path: "id", values: ids.slice(from, from + IDS_PER_QUERY) },
        { op: "eq", path: "isHidden", value: false },
      ],
    };
    for await (const stored of readAll<AccessPackage>(ports, {
      container: "governance",
      kind: "accessPackage",
      filter,
    }))
      packages.push(stored);
  }
  return packages;
}
