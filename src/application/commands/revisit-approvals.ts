/**
 * Somebody left or came, has another manager, joined a group or delegated: whoever has to decide what is open is asked anew. The event is a
 * hint; without it the repair timer comes by, and who may decide is asked of the directory at the decision in any case.
 */
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent } from "../../domain/events.js";
import { changedObjectIds } from "../access/directory-changes.js";
import { callFor } from "../access/occasion.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { askAnewAbout } from "./ask-anew-about.js";

/** Open requests that are read, and asked about, at once. */
const PAGE = 50;

/** Keeps the condition short enough for every store. */
const IDS_PER_QUERY = 100;

export async function revisitApprovals(ports: Ports, event: EntitlementEvent): Promise<void> {
  const objectIds = await concernedBy(ports, event);
  // Whoever is in a group changes what the group comes to, and so does a group inside it.
  const groups = await Promise.all(objectIds.map((id) => ports.directory.transitiveMemberOf(id)));
  const all = [...new Set([...objectIds, ...groups.flat()])];
  for (let from = 0; from < all.length; from += IDS_PER_QUERY) {
    const ids = all.slice(from, from + IDS_PER_QUERY);
    // One after the other: either finds its few requests by itself, and both at once would look at all that are open.
    for (const path of ["pendingApproverIds", "approverSourceIds"]) await revisit(ports, event, path, ids);
  }
}

async function revisit(
  ports: Ports,
  event: EntitlementEvent,
  path: string,
  ids: readonly string[],
): Promise<void> {
  const filter: Filter = {
    op: "and",
    filters: [
      { op: "has", path, values: ids },
      { op: "eq", path: "state", value: "pendingApproval" },
    ],
  };
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<AssignmentRequest>({
      container: "access",
      kind: "assignmentRequest",
      filter,
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    await Promise.all(page.items.map((stored) => askAnewAbout(ports, callFor(event), stored)));
    continuation = page.continuation;
  } while (continuation !== undefined);
}

/** The objects of the directory about which the event says something. */
async function concernedBy(ports: Ports, event: EntitlementEvent): Promise<readonly string[]> {
  if (event.type === "roleGranted" || event.type === "roleRevoked") return groupOf(ports, event);
  // Sponsors came or went: whoever belongs to the organization has others.
  return event.object.type === "connectedOrganization" ? [event.object.id] : changedObjectIds(event);
}

/** The group that somebody has come into or left by way of an access package. */
async function groupOf(ports: Ports, { object, partition }: EntitlementEvent): Promise<readonly string[]> {
  const grant = await ports.documents.get<RoleGrant>("access", partition, object.id);
  const role = grant?.document.role;
  return role?.originSystem === "AadGroup" ? [role.resourceOriginId] : [];
}
