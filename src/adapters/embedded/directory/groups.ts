/** Groups: creating, changing, deleting them; members and owners. */
import type { Groups, NewGroup } from "../../../application/ports/directory-administration.js";
import type {
  EligibilityDocument,
  GroupDocument,
  MembershipDocument,
  MemberType,
  OwnershipDocument,
} from "../../../application/ports/directory-objects.js";
import { done, type Outcome, refused } from "../../../domain/errors.js";
import { addRow, change, create, type DirectoryPorts, notFound, removeRow } from "./change.js";
import { deleteObject } from "./delete-object.js";
import { principalType } from "./principal.js";
import { isDynamic } from "./resource.js";
import { object } from "./rows.js";

export function openGroups(ports: DirectoryPorts): Groups {
  async function writable(groupId: string): Promise<Outcome<GroupDocument>> {
    const group = await object(ports.documents, "group", groupId);
    if (group === undefined) return notFound("group", groupId);
    const why = whyMembersCannotChange(group);
    return why === undefined ? done(group) : refused("BadRequest", why);
  }

  return {
    create: (group) => create<"group">(ports, newGroup(ports, group)),
    update: (id, changes, ifMatch) =>
      change(
        ports,
        "group",
        id,
        (group) => done({ ...group, ...changes, modifiedDateTime: ports.clock.now() }),
        ifMatch,
      ),
    delete: (id, ifMatch) => deleteObject(ports, "group", id, ifMatch),

    async addMember(groupId, memberId) {
      const group = await writable(groupId);
      if (group.kind === "refused") return group;
      const memberType = await principalType(ports, memberId);
      if (memberType === undefined) return notFound("object", memberId);
      if (memberId === groupId) {
        return refused("BadRequest", `Group ${groupId} cannot be a member of itself.`);
      }
      if (memberType === "group" && group.value.isAssignableToRole) {
        return refused(
          "BadRequest",
          `Group "${group.value.displayName}" (${groupId}) is role-assignable: groups cannot be in it, since whoever owns one of them would give out its roles.`,
        );
      }
      return done(await addRow(ports, groupId, membership(groupId, memberId, memberType)));
    },

    async removeMember(groupId, memberId) {
      const group = await writable(groupId);
      if (group.kind === "refused") return group;
      return done(await removeRow(ports, groupId, memberRowId(memberId)));
    },

    async addOwner(groupId, ownerId) {
      if ((await object(ports.documents, "group", groupId)) === undefined) return notFound("group", groupId);
      return addOwner(ports, groupId, ownerId);
    },

    async removeOwner(groupId, ownerId) {
      if ((await object(ports.documents, "group", groupId)) === undefined) return notFound("group", groupId);
      return done(await removeRow(ports, groupId, ownerRowId(ownerId)));
    },

    async addEligible(groupId, principalId, role) {
      const group =
        role === "Member" ? await writable(groupId) : found(await object(ports.documents, "group", groupId));
      if (group.kind === "refused") return group;
      if (group.value.isPimManaged !== true) {
        return refused(
          "BadRequest",
          `Group "${group.value.displayName}" (${groupId}) is not managed by Privileged Identity Management.`,
        );
      }
      const principalTypeOf = await principalType(ports, principalId);
      if (principalTypeOf === undefined) return notFound("object", principalId);
      const row: EligibilityDocument = {
        kind: "eligibility",
        id: eligibleRowId(role, principalId),
        principalId,
        principalType: principalTypeOf,
        targetId: groupId,
        role,
      };
      return done(await addRow(ports, groupId, row));

      function found(one: GroupDocument | undefined): Outcome<GroupDocument> {
        return one === undefined ? notFound("group", groupId) : done(one);
      }
    },
  };
}

/** Makes the owner an owner of an object that is known to exist; people and service principals can own. */
export async function addOwner(
  ports: DirectoryPorts,
  objectId: string,
  ownerId: string,
): Promise<Outcome<"added" | "already">> {
  const ownerType = await principalType(ports, ownerId);
  if (ownerType === undefined) return notFound("object", ownerId);
  if (ownerType === "group") {
    return refused("BadRequest", `${ownerId} is a group; owners are people or service principals.`);
  }
  return done(await addRow(ports, objectId, ownership(objectId, ownerId, ownerType)));
}

function whyMembersCannotChange(group: GroupDocument): string | undefined {
  if (isDynamic(group)) return `A rule decides who is in group "${group.displayName}" (${group.id}).`;
  if (group.onPremisesSyncEnabled) {
    return `Group "${group.displayName}" (${group.id}) is synchronized from an on-premises directory; change it there.`;
  }
  return undefined;
}

export function newGroup(ports: DirectoryPorts, group: NewGroup): GroupDocument {
  const now = ports.clock.now();
  return {
    kind: "group",
    id: group.id ?? ports.ids.next(),
    displayName: group.displayName,
    description: group.description ?? null,
    mail: group.mail ?? null,
    mailEnabled: group.mailEnabled ?? false,
    mailNickname: group.mailNickname ?? null,
    securityEnabled: group.securityEnabled ?? true,
    groupTypes: group.groupTypes ?? [],
    visibility: group.visibility ?? null,
    membershipRule: group.membershipRule ?? null,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled ?? false,
    isAssignableToRole: group.isAssignableToRole ?? false,
    ...(group.resourceProvisioningOptions === undefined
      ? {}
      : { resourceProvisioningOptions: group.resourceProvisioningOptions }),
    ...(group.isPimManaged === undefined ? {} : { isPimManaged: group.isPimManaged }),
    createdDateTime: now,
    modifiedDateTime: now,
  };
}

export function memberRowId(memberId: string): string {
  return `member.${memberId}`;
}

export function ownerRowId(ownerId: string): string {
  return `owner.${ownerId}`;
}

export function eligibleRowId(role: "Member" | "Owner", principalId: string): string {
  return `eligible.${role}.${principalId}`;
}

export function membership(groupId: string, memberId: string, memberType: MemberType): MembershipDocument {
  return { kind: "membership", id: memberRowId(memberId), groupId, memberId, memberType };
}

export function ownership(
  objectId: string,
  ownerId: string,
  ownerType: OwnershipDocument["ownerType"],
): OwnershipDocument {
  return { kind: "ownership", id: ownerRowId(ownerId), objectId, ownerId, ownerType };
}
