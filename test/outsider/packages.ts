/** Catalogs, groups, packages and policies made through the API, with as little ceremony as a test or benchmark needs. */
import type { HttpCaller } from "./http-caller.js";

export const EM = "/identityGovernance/entitlementManagement";

type Identified = { readonly id: string };

export async function createCatalog(admin: HttpCaller, displayName: string): Promise<string> {
  const { id } = await admin.post<Identified>(`${EM}/catalogs`, {
    displayName,
    description: displayName,
    state: "published",
    isExternallyVisible: false,
  });
  return id;
}

export type RegisteredGroup = { readonly groupId: string; readonly resourceId: string };

/** A new, empty security group, registered in the catalog. */
export async function createGroupResource(
  admin: HttpCaller,
  catalogId: string,
  displayName: string,
): Promise<RegisteredGroup> {
  const groupId = await createGroup(admin, displayName);
  await admin.post(`${EM}/resourceRequests`, {
    requestType: "adminAdd",
    catalog: { id: catalogId },
    resource: { originId: groupId, originSystem: "AadGroup" },
  });
  const resources = await admin.list<{ id: string; originId: string }>(
    `${EM}/catalogs/${catalogId}/resources`,
  );
  const resource = resources.find((r) => r.originId === groupId);
  if (resource === undefined) throw new Error(`The catalog ${catalogId} does not list the group ${groupId}.`);
  return { groupId, resourceId: resource.id };
}

export async function createGroup(admin: HttpCaller, displayName: string): Promise<string> {
  const { id } = await admin.post<Identified>("/groups", {
    displayName,
    mailNickname: displayName.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    mailEnabled: false,
    securityEnabled: true,
  });
  return id;
}

export async function addMember(admin: HttpCaller, groupId: string, userId: string): Promise<void> {
  await admin.post(`/groups/${groupId}/members/$ref`, {
    "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${userId}`,
  });
}

/** A package that gives membership of each of the groups. */
export async function createPackage(
  admin: HttpCaller,
  catalogId: string,
  displayName: string,
  groups: readonly RegisteredGroup[],
): Promise<string> {
  const { id } = await admin.post<Identified>(`${EM}/accessPackages`, {
    displayName,
    description: displayName,
    catalog: { id: catalogId },
  });
  for (const { groupId, resourceId } of groups)
    await admin.post(`${EM}/accessPackages/${id}/resourceRoleScopes`, {
      role: {
        displayName: "Member",
        originId: `Member_${groupId}`,
        originSystem: "AadGroup",
        resource: { id: resourceId, originId: groupId, originSystem: "AadGroup" },
      },
      scope: { originId: groupId, originSystem: "AadGroup", isRootScope: true },
    });
  return id;
}

export type StageSpec = {
  /** Any one of them may decide. */
  readonly approverIds: readonly string[];
  /** ISO 8601; P14D unless told. */
  readonly denyAfter?: string;
  readonly escalateAfter?: string;
  readonly escalateToIds?: readonly string[];
};

export type PolicySpec = {
  readonly stages: readonly StageSpec[];
  /** ISO 8601 duration of access; without end unless told. */
  readonly accessFor?: string;
};

/** Every member may ask for and give up the package; the stages are as given. */
export async function createPolicy(admin: HttpCaller, packageId: string, spec: PolicySpec): Promise<string> {
  const { id } = await admin.post<Identified>(`${EM}/assignmentPolicies`, policyBody(packageId, spec));
  return id;
}

export function policyBody(packageId: string, spec: PolicySpec): object {
  return {
    displayName: `Policy of ${packageId}`,
    description: "made by a test",
    accessPackage: { id: packageId },
    allowedTargetScope: "allMemberUsers",
    expiration:
      spec.accessFor === undefined
        ? { type: "noExpiration" }
        : { type: "afterDuration", duration: spec.accessFor },
    requestorSettings: {
      enableTargetsToSelfAddAccess: true,
      enableTargetsToSelfUpdateAccess: true,
      enableTargetsToSelfRemoveAccess: true,
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: spec.stages.length > 0,
      isApprovalRequiredForUpdate: false,
      isRequestorJustificationRequired: false,
      stages: spec.stages.map((stage) => ({
        durationBeforeAutomaticDenial: stage.denyAfter ?? "P14D",
        isApproverJustificationRequired: false,
        isEscalationEnabled: stage.escalateAfter !== undefined,
        durationBeforeEscalation: stage.escalateAfter ?? "PT0S",
        primaryApprovers: stage.approverIds.map(singleUser),
        fallbackPrimaryApprovers: [],
        escalationApprovers: (stage.escalateToIds ?? []).map(singleUser),
        fallbackEscalationApprovers: [],
      })),
    },
  };
}

function singleUser(userId: string): object {
  return { "@odata.type": "#microsoft.graph.singleUser", userId };
}
