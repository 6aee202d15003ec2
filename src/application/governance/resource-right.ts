/** Loads what is needed to say whether the caller may act on a resource itself, and refuses with CallerNotResourceOwner when not. */
import { mayActOnResource, type ResourceRightFacts } from "../../domain/authorization/resource-right.js";
import type { OriginSystem } from "../../domain/catalog/resource.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

type Origin = {
  readonly originSystem: OriginSystem;
  readonly originId: string;
  readonly displayName: string;
};

export async function lacksResourceRight(
  ports: Ports,
  call: Call,
  resource: Origin,
): Promise<Refusal | undefined> {
  const { caller } = call;
  if (caller.kind === "system") return undefined;
  const facts: ResourceRightFacts =
    caller.kind === "application"
      ? {
          kind: "application",
          appRoles: caller.appRoles,
          isAssignableToRole: await isAssignableToRole(ports, resource),
        }
      : {
          kind: "user",
          objectId: caller.objectId,
          directoryRoleIds:
            caller.directoryRoleIds.length > 0
              ? caller.directoryRoleIds
              : await ports.directory.directoryRoles(caller.objectId),
          ...(await factsOf(ports, resource, caller.objectId)),
        };
  const right = mayActOnResource(resource.originSystem, facts);
  if (right.kind === "allowed") return undefined;
  return refused(
    "CallerNotResourceOwner",
    `You may not act on "${resource.displayName}" (${resource.originSystem} ${resource.originId}) itself, only on the catalog: ${right.because}.`,
    "resource",
  );
}

async function isAssignableToRole(ports: Ports, { originSystem, originId }: Origin): Promise<boolean> {
  return originSystem === "AadGroup" && (await ports.directory.group(originId))?.isAssignableToRole === true;
}

async function factsOf(ports: Ports, { originSystem, originId }: Origin, callerId: string) {
  if (originSystem === "AadGroup") {
    const [group, ownerIds] = await Promise.all([
      ports.directory.group(originId),
      ports.directory.groupOwners(originId),
    ]);
    return {
      ownerIds,
      groupIds: [],
      isUnifiedGroup: group?.groupTypes.includes("Unified") ?? false,
      isAssignableToRole: group?.isAssignableToRole ?? false,
    };
  }
  const plain = { groupIds: [], isUnifiedGroup: false, isAssignableToRole: false };
  if (originSystem === "AadApplication")
    return { ...plain, ownerIds: await ports.directory.applicationOwners(originId) };
  if (originSystem !== "SharePointOnline") return { ...plain, ownerIds: [] };
  const [ownerIds, groupIds] = await Promise.all([
    ports.directory.siteManagers(originId),
    ports.directory.transitiveMemberOf(callerId),
  ]);
  return { ...plain, ownerIds, groupIds };
}
