/** Who is in a group and in which groups somebody is, through nested groups. A circle of groups ends where it began. */

import type { MembershipDocument } from "../../../application/ports/directory-objects.js";
import type { Documents } from "../../../application/ports/documents.js";
import { everyRow, everyRowIn } from "./rows.js";

/** Ids of the users in the group, directly or through groups in it. */
export async function transitiveMembers(documents: Documents, groupId: string): Promise<readonly string[]> {
  const users = new Set<string>();
  const seen = new Set([groupId]);
  for (let level = [groupId]; level.length > 0; ) {
    const next: string[] = [];
    for (const group of level) {
      for (const { memberId, memberType } of await directMembers(documents, group)) {
        if (memberType === "user") users.add(memberId);
        else if (memberType === "group" && !seen.has(memberId)) {
          seen.add(memberId);
          next.push(memberId);
        }
      }
    }
    level = next;
  }
  return [...users];
}

function directMembers(documents: Documents, groupId: string): Promise<readonly MembershipDocument[]> {
  return everyRow<MembershipDocument>(documents, "membership", { partition: groupId });
}

/** Ids of the groups the object is in, directly or through groups that are in groups: one query for each level of nesting. */
export async function transitiveMemberOf(documents: Documents, objectId: string): Promise<readonly string[]> {
  const groups = new Set<string>();
  for (let level = [objectId]; level.length > 0; ) {
    const next: string[] = [];
    for (const { groupId } of await everyRowIn<MembershipDocument>(
      documents,
      "membership",
      "memberId",
      level,
    )) {
      if (!groups.has(groupId)) {
        groups.add(groupId);
        next.push(groupId);
      }
    }
    level = next;
  }
  return [...groups];
}
