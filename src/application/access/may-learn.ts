/**
 * Who may be told that somebody has no such access, or what became of it? A request that names another person is refused before it says
 * anything about them: otherwise everybody could ask about everybody, one refusal at a time.
 */
import type { Assignment } from "../../domain/assignment/assignment.js";
import { type Refusal, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";
import type { Person } from "./people.js";
import type { Me } from "./who-calls.js";

type Asking = { readonly requestType: string; readonly me: Me | undefined; readonly catalogId: string };
type Whom = {
  readonly subjectId: string;
  readonly objectId: string | null;
  readonly requestorObjectId?: string | null;
};

/** Undefined: the caller is that person, asked for the access, manages the person, or sees or manages the catalog's assignments. */
export async function mayLearn(
  ports: Ports,
  { caller }: Call,
  { requestType, me, catalogId }: Asking,
  whom: Whom,
): Promise<Refusal | undefined> {
  if (me !== undefined && (await isClose(ports, me, whom))) return undefined;
  const denied = await authorize(ports, caller, "viewAssignments", catalogId);
  if (denied === undefined) return undefined;
  if (requestType.startsWith("admin")) return authorize(ports, caller, "assignDirectly", catalogId);
  return refused("Forbidden", `${requestType} is for your own access, and for that of people you manage.`);
}

export function whomPerson({ subject, target }: Person): Whom {
  return { subjectId: subject.id, objectId: target.objectId };
}

export function whomAssignment({ target, requestorObjectId }: Assignment): Whom {
  return { subjectId: target.id, objectId: target.objectId, requestorObjectId };
}

async function isClose(ports: Ports, me: Me, whom: Whom): Promise<boolean> {
  if (me.subjectId === whom.subjectId) return true;
  if (me.objectId === null) return false;
  if (me.objectId === whom.requestorObjectId) return true;
  if (whom.objectId === null) return false;
  const managers = await ports.directory.managers(whom.objectId, MANAGER_LEVELS);
  return managers.some(({ id }) => id === me.objectId);
}

/** Managers that a policy can name: the direct one, and for safety some above. */
export const MANAGER_LEVELS = 4;
