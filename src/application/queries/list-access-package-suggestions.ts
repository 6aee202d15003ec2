/**
 * What the caller may want to ask for (Graph: accessPackageSuggestions/filterByCurrentUser). Only packages that they may ask for and do not
 * have, so that nobody learns from a suggestion that a package exists. At most a hundred people near the caller are looked at, and of
 * their assignments and the caller's past ones at most a thousand each.
 */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import { done, type Outcome } from "../../domain/errors.js";
import { type SuggestionReason, suggestions } from "../../domain/suggestion/suggestions.js";
import type { Me } from "../access/who-calls.js";
import type { Call } from "../call.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { DirectoryUser } from "../ports/directory.js";
import type { Filter, Order } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { packagesFor, whoRequests } from "./list-requestable-access-packages.js";

export type SuggestionSource = "relatedPeopleAssignments" | "assignmentHistory";

export type SuggestedPackage = {
  readonly id: string;
  readonly accessPackage: AccessPackage;
  readonly reasons: readonly SuggestionReason[];
  /** Names of the people in the reasons, by id; empty when the tenant's setting shows their number only. */
  readonly names: ReadonlyMap<string, string>;
};

const PEOPLE_MAX = 100;
const ASSIGNMENTS_MAX = 1_000;

export async function listAccessPackageSuggestions(
  ports: Ports,
  call: Call,
  sources: ReadonlySet<SuggestionSource>,
): Promise<Outcome<readonly SuggestedPackage[]>> {
  const requestor = await whoRequests(ports, call);
  if (requestor.kind === "refused") return requestor;
  const { me, target } = requestor.value;
  const requestable = await packagesFor(ports, target);
  const { endUser } = await loadTenantSettings(ports);
  const insight = endUser.isEnabled ? endUser.relatedPeopleInsightLevel : "disabled";
  const asksPeople = sources.has("relatedPeopleAssignments") && insight !== "disabled";
  const people = asksPeople && me.objectId !== null ? await relatedPeople(ports, me.objectId) : [];
  const [held, mine, past] = await Promise.all([
    people.length === 0 ? [] : assignments(ports, standingOf(people.map(({ id }) => id))),
    assignments(ports, ownAndStanding(me)),
    sources.has("assignmentHistory") ? assignments(ports, ownAndEnded(me)) : [],
  ]);
  const packages = new Map(requestable.map(({ document }) => [document.id, document]));
  for (const { accessPackageId } of mine) packages.delete(accessPackageId);
  const suggested = suggestions({
    requestableIds: new Set(packages.keys()),
    relatedPeopleIds: people.map(({ id }) => id),
    heldByRelatedPeople: held.map(({ target, accessPackageId }) => ({
      personId: target.objectId ?? "",
      accessPackageId,
    })),
    past,
  });
  const names = new Map(
    insight === "countAndNames" ? people.map(({ id, displayName }) => [id, displayName]) : [],
  );
  return done(
    suggested.flatMap(({ accessPackageId, reasons }) => {
      const accessPackage = packages.get(accessPackageId);
      const id = ports.ids.derive("suggestion", me.subjectId, accessPackageId);
      return accessPackage === undefined ? [] : [{ id, accessPackage, reasons, names }];
    }),
  );
}

/** The manager, who has the same manager, and who reports to the caller; accounts that are disabled are nobody's example. */
async function relatedPeople(ports: Ports, objectId: string): Promise<readonly DirectoryUser[]> {
  const { directory } = ports;
  const [manager] = await directory.managers(objectId, 1);
  const [peers, reports] = await Promise.all([
    manager === undefined ? [] : directory.reportsOf(manager.id),
    directory.reportsOf(objectId),
  ]);
  const ids = new Set([...(manager === undefined ? [] : [manager.id]), ...peers, ...reports]);
  ids.delete(objectId);
  const nearest = [...ids].slice(0, PEOPLE_MAX);
  const users = await directory.users(nearest);
  return nearest.flatMap((id) => {
    const user = users.get(id);
    return user === undefined || !user.accountEnabled ? [] : [user];
  });
}

async function assignments(ports: Ports, filter: Filter): Promise<readonly Assignment[]> {
  const page = await ports.documents.query<Assignment>({
    container: "access",
    kind: "assignment",
    filter,
    orderBy: NEWEST_FIRST,
    top: ASSIGNMENTS_MAX,
  });
  return page.items.map(({ document }) => document);
}

const NEWEST_FIRST: readonly Order[] = [{ path: "startDateTime", direction: "desc" }];
const STANDS: Filter = { op: "ne", path: "state", value: "expired" };
const HAS_ENDED: Filter = { op: "eq", path: "state", value: "expired" };

function standingOf(objectIds: readonly string[]): Filter {
  return { op: "and", filters: [STANDS, { op: "in", path: "target/objectId", values: objectIds }] };
}

function ownAndStanding({ subjectId }: Me): Filter {
  return { op: "and", filters: [STANDS, { op: "eq", path: "target/id", value: subjectId }] };
}

function ownAndEnded({ subjectId }: Me): Filter {
  return { op: "and", filters: [HAS_ENDED, { op: "eq", path: "target/id", value: subjectId }] };
}
