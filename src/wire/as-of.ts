/**
 * `asOf=INSTANT` on a GET: what was true then. Handlers are given documents of that instant, which can be read and not written; who may
 * read is decided by the roles of today (src/application/at-present.ts). People and groups are shown by their names of today: the directory
 * keeps no past. Its own lists, the audit log and the rules of who may ask for what refuse the option by name.
 */
import { type Documents, HistoryUnknownError } from "../application/ports/documents.js";
import type { Ports } from "../application/ports/ports.js";
import { done, type Outcome, refused } from "../domain/errors.js";
import { parseInstant } from "../domain/time/instant.js";
import type { Endpoint } from "./endpoint.js";
import { EM } from "./endpoints/base.js";
import { LEGACY_SEGMENTS } from "./legacy-segments.js";

/** Collections whose objects are kept with their past, and what is below them. */
const KEPT: readonly string[] = [
  ...[
    "accessPackageAssignmentApprovals",
    "accessPackages",
    "assignmentPolicies",
    "assignmentRequests",
    "assignments",
    "catalogs",
    "connectedOrganizations",
    "controlConfigurations",
    "resourceEnvironments",
    "resourceRequests",
    "resourceRoleScopes",
    "resources",
    "settings",
    "subjects",
  ].map((collection) => `${EM}/${collection}`),
  "/roleManagement/entitlementManagement/roleAssignments",
];

/** Below them, but about who may do what now, or answered from what has no past (the directory, the grant ledger). */
const OF_THE_PRESENT = /\/accessPackages\/filterByCurrentUser\b|\/(explain|approvalCoverage)\b/i;

/** The ports that a call reads from: `ports` themselves without `asOf`. */
export function portsAsOf(ports: Ports, endpoint: Endpoint, asOf: string | undefined): Outcome<Ports> {
  if (asOf === undefined) return done(ports);
  if (endpoint.method !== "GET")
    return refused(
      "BadRequest",
      "asOf reads the past, and nothing can be changed there: use it with GET.",
      "asOf",
    );
  if (!keepsPast(endpoint.path))
    return refused(
      "BadRequest",
      `"asOf" is not supported by ${endpoint.path}: it shows the present only. It is supported by catalogs, resources, access packages, policies, requests, assignments, approvals, connected organizations, settings, subjects and role assignments.`,
      "asOf",
    );
  // A + that the client forgot to escape is a space here.
  const instant = parseInstant(asOf.trim().replace(" ", "+"));
  if (instant === undefined)
    return refused(
      "BadRequest",
      `asOf is an instant such as 2026-11-22T19:25:45Z, or a date; got "${asOf.slice(0, 40)}".`,
      "asOf",
    );
  const now = ports.clock.now();
  if (instant > now)
    return refused("BadRequest", `asOf is ${instant}, which is not past yet: it is ${now}.`, "asOf");
  try {
    return done({ ...ports, documents: readOnly(ports.documents, instant), present: ports.documents });
  } catch (error) {
    if (error instanceof HistoryUnknownError) return refused("BadRequest", error.message, "asOf");
    throw error;
  }
}

function keepsPast(written: string): boolean {
  // In the words of today, where it is in older ones.
  const path = written
    .split("/")
    .map((segment) => LEGACY_SEGMENTS.get(segment.toLowerCase()) ?? segment)
    .join("/")
    .toLowerCase();
  if (OF_THE_PRESENT.test(path)) return false;
  return KEPT.some((begin) => path.startsWith(begin.toLowerCase()) && !/^\w/.test(path.slice(begin.length)));
}

function readOnly(documents: Documents, instant: Parameters<Documents["asOf"]>[0]): Documents {
  const past = documents.asOf(instant);
  return {
    get: (container, partition, id) => past.get(container, partition, id),
    find: (container, kind, id) => past.find(container, kind, id),
    partition: (container, partition, kind) => past.partition(container, partition, kind),
    query: (query) => past.query(query),
    count: (query) => past.count(query),
    asOf: (other) => documents.asOf(other),
    batch: () => Promise.reject(new Error("The past is only read.")),
    changes: () => Promise.reject(new Error("The past has no change feed.")),
  };
}
