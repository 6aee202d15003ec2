/** Reads what the mails about an event say: the request, the package's name, and the people. */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { EntitlementEvent } from "../../domain/events.js";
import type { SubjectReference } from "../../domain/subject/subject.js";
import type { Ports } from "../ports/ports.js";
import type { Notice, Person } from "./notice.js";
import { recipientsOf } from "./recipients.js";

/** undefined when nobody is to be told, or what the event is about is gone. */
export async function loadNotice(ports: Ports, event: EntitlementEvent): Promise<Notice | undefined> {
  const { subjectId, requestId, assignmentId } = event.related;
  if (subjectId === undefined) return undefined;
  const assignment =
    assignmentId === undefined
      ? undefined
      : await ports.documents.get<Assignment>("access", subjectId, assignmentId);
  // About an assignment the request that made it counts: it carries what the policy said about mails.
  const aboutRequest = event.object.type === "accessPackageAssignmentRequest";
  const id = aboutRequest ? requestId : (assignment?.document.requestId ?? requestId);
  if (id === undefined) return undefined;
  const request = await ports.documents.get<AssignmentRequest>("access", subjectId, id);
  if (request === undefined) return undefined;
  const told = recipientsOf({ event, request: request.document }).flatMap(({ to }) => to);
  if (told.length === 0) return undefined;
  const { requestor, target, accessPackageId } = request.document;
  const named = [requestor.objectId, target.objectId].filter((objectId) => objectId !== null);
  const [users, accessPackage] = await Promise.all([
    ports.directory.users([...new Set([...told, ...named])]),
    ports.documents.find<AccessPackage>("governance", "accessPackage", accessPackageId),
  ]);
  return {
    event,
    request: request.document,
    assignment: assignment?.document ?? null,
    accessPackageName: accessPackage?.document.displayName ?? "a deleted access package",
    people: new Map<string, Person>([...peopleFromOutside([requestor, target]), ...users]),
    portalUrl: ports.portalUrl.replace(/\/+$/, ""),
  };
}

/** By subject id, since the directory has nothing of them. */
function peopleFromOutside(references: readonly SubjectReference[]): readonly (readonly [string, Person])[] {
  return references
    .filter(({ objectId }) => objectId === null)
    .map(({ id, displayName, email }) => [id, { id, displayName: displayName ?? email ?? "", mail: email }]);
}
