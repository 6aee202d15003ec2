/**
 * Notes which objects of the directory are changed in a way that matters to access: accounts, managers, sponsors, memberships, owners.
 * Told over the bus afterwards and never stored: whoever hears of it reads the directory.
 */
import type { EntitlementEvent } from "../../domain/events.js";
import type { Call } from "../call.js";
import type { DirectoryAdministration } from "../ports/directory-administration.js";
import type { Ports } from "../ports/ports.js";
import { occasionOf } from "./occasion.js";

/** The same administration; the ids of what is changed through it go into `changed`. */
export function notingChanges(
  { directory }: Pick<Ports, "directory">,
  real: DirectoryAdministration,
  changed: Set<string>,
): DirectoryAdministration {
  const { users, groups, applications } = real;
  const note = (...ids: readonly string[]) => {
    for (const id of ids) changed.add(id);
  };
  /** The same call; the object that it names first is noted. */
  const noting =
    <A extends readonly [string, ...unknown[]], R>(call: (...said: A) => R) =>
    (...said: A): R => {
      note(said[0]);
      return call(...said);
    };
  /** Once it is deleted nobody can say any more in which groups it was. */
  const noteLeaving = async (id: string) => note(id, ...(await directory.transitiveMemberOf(id)));
  return {
    ...real,
    users: {
      ...users,
      update(id, changes, ifMatch) {
        if (changes.accountEnabled !== undefined) note(id);
        return users.update(id, changes, ifMatch);
      },
      async delete(id, ifMatch) {
        await noteLeaving(id);
        return users.delete(id, ifMatch);
      },
      setManager: noting((...said) => users.setManager(...said)),
      addSponsor: noting((...said) => users.addSponsor(...said)),
      removeSponsor: noting((...said) => users.removeSponsor(...said)),
    },
    groups: {
      ...groups,
      async delete(id, ifMatch) {
        await noteLeaving(id);
        return groups.delete(id, ifMatch);
      },
      addMember: noting((...said) => groups.addMember(...said)),
      removeMember: noting((...said) => groups.removeMember(...said)),
    },
    applications: {
      ...applications,
      addOwner: noting((...said) => applications.addOwner(...said)),
      removeOwner: noting((...said) => applications.removeOwner(...said)),
    },
  };
}

export function directoryChanged(ports: Ports, call: Call, ids: readonly string[]): EntitlementEvent {
  const { now, actor, correlationId } = occasionOf(ports, call);
  return {
    kind: "event",
    id: ports.ids.next(),
    type: "directoryChanged",
    dateTime: now,
    actor,
    correlationId,
    partition: "tenant",
    object: { type: "directoryObject", id: ids[0] ?? "", displayName: null },
    related: {},
    detail: { objectIds: ids },
  };
}

/** What an event says it is about, in the directory. */
export function changedObjectIds({ detail }: EntitlementEvent): readonly string[] {
  if (typeof detail !== "object" || detail === null || !("objectIds" in detail)) return [];
  const { objectIds } = detail;
  return Array.isArray(objectIds) ? objectIds.filter((id): id is string => typeof id === "string") : [];
}
