/**
 * The packages that the caller may ask for (Graph: accessPackages/filterByCurrentUser(on='allowedRequestor')): in a published catalog,
 * not hidden, and with a policy that admits the caller and takes requests. Costs as many reads as there are policies that take requests.
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import {
  isForExternalPeople,
  isInAllowedTargetScope,
  type Target,
} from "../../domain/assignment-policy/allowed-target-scope.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { takesOwnRequests } from "../../domain/assignment-policy/policy-choice.js";
import type { Catalog } from "../../domain/catalog/catalog.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { type Me, personWhoCalls, whoCalls } from "../access/who-calls.js";
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
  call: Call,
): Promise<Outcome<readonly Stored<AccessPackage>[]>> {
  if (call.caller.kind !== "user")
    return refused("Forbidden", "Only people have packages to ask for; this token is an application's.");
  const who = await whoCalls(ports, call);
  if (who.kind === "refused") return who;
  const target = await targetOf(ports, who.value);
  if (target === undefined) return done([]);
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

async function targetOf(ports: Ports, me: Me): Promise<Target | undefined> {
  if (me.objectId !== null && (await ports.directory.user(me.objectId))?.accountEnabled !== true)
    return undefined;
  return (await personWhoCalls(ports, me))?.target;
}
