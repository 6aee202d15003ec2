/**
 * The packages that the caller may ask for (Graph: accessPackages/filterByCurrentUser(on='allowedRequestor')): in a published catalog,
 * not hidden, and with a policy that admits the caller and takes requests. Costs as many reads as there are policies that take requests.
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { isInAllowedTargetScope, type Target } from "../../domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { takesOwnRequests } from "../../domain/assignment-policy/policy-choice.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { readAll } from "./read-all.js";

/** Ids in one condition. */
const IDS_PER_QUERY = 500;

const TAKES_REQUESTS: Filter = {
  op: "and",
  filters: [
    { op: "eq", path: "requestorSettings/enableTargetsToSelfAddAccess", value: true },
    { op: "ne", path: "allowedTargetScope", value: "notSpecified" },
  ],
};

export async function listRequestableAccessPackages(
  ports: Ports,
  { caller }: Call,
): Promise<Outcome<readonly Stored<AccessPackage>[]>> {
  if (caller.kind !== "user")
    return refused("Forbidden", "Only people have packages to ask for; this token is an application's.");
  const target = await targetOf(ports, caller.objectId);
  if (target === undefined) return done([]);
  const published = new Set<string>();
  for await (const { document } of readAll<Catalog>(ports, {
    container: "governance",
    kind: "catalog",
    filter: { op: "eq", path: "state", value: "published" },
  }))
    published.add(document.id);
  const ids = new Set<string>();
  for await (const { document } of readAll<AssignmentPolicy>(ports, {
    container: "governance",
    kind: "assignmentPolicy",
    filter: TAKES_REQUESTS,
  })) {
    if (!published.has(document.catalogId) || ids.has(document.accessPackageId)) continue;
    if (takesOwnRequests(document) && isInAllowedTargetScope(document, target, false).kind === "inScope")
      ids.add(document.accessPackageId);
  }
  const packages: Stored<AccessPackage>[] = [];
  const wanted = [...ids];
  for (let from = 0; from < wanted.length; from += IDS_PER_QUERY) {
    const values = wanted.slice(from, from + IDS_PER_QUERY);
    const filter: Filter = {
      op: "and",
      filters: [
        { op: "in", path: "id", values },
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
  return done(packages);
}

async function targetOf(ports: Ports, objectId: string): Promise<Target | undefined> {
  const [user, groups] = await Promise.all([
    ports.directory.user(objectId),
    ports.directory.transitiveMemberOf(objectId),
  ]);
  if (user === undefined || !user.accountEnabled) return undefined;
  const { displayName, userType } = user;
  return { kind: "user", objectId, displayName, userType, groupIds: new Set(groups) };
}
