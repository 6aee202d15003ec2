/** A package with both resources, and the policy that says who may ask, who must agree and for how long. */
import { EM, type Play, type Scene, verify } from "../play.js";
import { makeGroup } from "./build-catalog.js";

type Identified = { readonly id: string };

export const makePackage: Scene = {
  name: "package",
  title: "An access package with both",
  async play(play: Play) {
    const { runId, tell, verified, remember, fact, callers } = play;
    const displayName = `Demo ${runId}: field researcher`;
    tell(`The package "${displayName}" gives membership of the group and a role in the application.`);
    const id = await createPackage(play, "package", displayName);
    await addRole(play, id, "group");
    await addRole(play, id, "application");
    const read = await callers.administrator.get<{
      resourceRoleScopes: readonly { role: { originId: string } }[];
    }>(`${EM}/accessPackages/${id}?$expand=resourceRoleScopes($expand=role,scope)`);
    const roles = read.resourceRoleScopes.map((s) => s.role.originId).sort();
    const expected = [`Member_${fact("groupId")}`, fact("appRoleId")].sort();
    verify(
      JSON.stringify(roles) === JSON.stringify(expected),
      `The package has the roles ${roles.join(", ")} instead of ${expected.join(", ")}.`,
    );
    remember({ packageId: id });
    verified("the package lists both roles");
  },
};

export const makePolicy: Scene = {
  name: "policy",
  title: "A policy with two approval stages",
  async play(play: Play) {
    const { callers, runId, people, tell, verified, remember, fact } = play;
    const owners = await makeGroup(play, "owners", `Demo ${runId} owners`);
    for (const owner of [people.ownerA, people.ownerB]) await addMember(play, owners, owner.id);
    tell(
      `Its members are ${people.ownerA.displayName} and ${people.ownerB.displayName}: each may decide the second stage.`,
    );
    tell("Policy: every member may ask, with a justification; first the manager, then an owner; 30 days.");
    const { id } = await callers.administrator.post<Identified>(
      `${EM}/assignmentPolicies`,
      twoStagePolicy(fact("packageId"), owners),
      `${runId}-policy`,
    );
    const policy = await callers.administrator.get<{
      requestApprovalSettings: { stages: readonly unknown[]; isRequestorJustificationRequired: boolean };
      expiration: { duration: string };
    }>(`${EM}/assignmentPolicies/${id}`);
    verify(
      policy.requestApprovalSettings.stages.length === 2 &&
        policy.requestApprovalSettings.isRequestorJustificationRequired &&
        policy.expiration.duration === "P30D",
      `The policy reads back differently: ${JSON.stringify(policy)}`,
    );
    remember({ policyId: id, ownersGroupId: owners });
    verified("it reads back with two stages, justification and P30D");
  },
};

export async function createPackage(
  { callers, runId, fact }: Play,
  key: string,
  displayName: string,
): Promise<string> {
  const { id } = await callers.administrator.post<Identified>(
    `${EM}/accessPackages`,
    { displayName, description: "Made by gatehouse demo.", catalog: { id: fact("catalogId") } },
    `${runId}-${key}`,
  );
  return id;
}

/** Finds the role as a client would, in the catalog's list of roles, and puts it into the package. */
export async function addRole(
  { callers, runId, fact }: Play,
  packageId: string,
  kind: "group" | "application",
): Promise<void> {
  const admin = callers.administrator;
  const originSystem = kind === "group" ? "AadGroup" : "AadApplication";
  const resourceId = fact(kind === "group" ? "groupResourceId" : "applicationResourceId");
  const originId = fact(kind === "group" ? "groupId" : "servicePrincipalId");
  const wanted = kind === "group" ? `Member_${originId}` : fact("appRoleId");
  const roles = await admin.list<{ id: string; displayName: string; originId: string }>(
    `${EM}/catalogs/${fact("catalogId")}/resourceRoles?$filter=(originSystem eq '${originSystem}' and resource/id eq '${resourceId}')&$expand=resource`,
  );
  const role = roles.find((r) => r.originId === wanted);
  verify(role !== undefined, `The resource ${originId} does not offer the role ${wanted}.`);
  await admin.post(
    `${EM}/accessPackages/${packageId}/resourceRoleScopes`,
    {
      role: {
        displayName: role.displayName,
        originId: role.originId,
        originSystem,
        resource: { id: resourceId, originId, originSystem },
      },
      scope: { originId, originSystem, isRootScope: true },
    },
    `${runId}-${packageId}-${kind}`,
  );
}

async function addMember({ callers, runId }: Play, groupId: string, userId: string): Promise<void> {
  await callers.administrator.post(
    `/groups/${groupId}/members/$ref`,
    { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${userId}` },
    `${runId}-member-${userId}`,
  );
}

function twoStagePolicy(packageId: string, ownersGroupId: string): object {
  const stage = (primaryApprover: object, fallbackApprovers: readonly object[]) => ({
    durationBeforeAutomaticDenial: "P14D",
    isApproverJustificationRequired: false,
    isEscalationEnabled: false,
    durationBeforeEscalation: "PT0S",
    primaryApprovers: [primaryApprover],
    fallbackPrimaryApprovers: fallbackApprovers,
    escalationApprovers: [],
    fallbackEscalationApprovers: [],
  });
  const owners = { "@odata.type": "#microsoft.graph.groupMembers", groupId: ownersGroupId };
  return {
    displayName: "Manager, then an owner",
    description: "30 days",
    accessPackage: { id: packageId },
    allowedTargetScope: "allMemberUsers",
    expiration: { type: "afterDuration", duration: "P30D" },
    requestorSettings: {
      enableTargetsToSelfAddAccess: true,
      enableTargetsToSelfUpdateAccess: true,
      enableTargetsToSelfRemoveAccess: true,
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: true,
      isApprovalRequiredForUpdate: false,
      isRequestorJustificationRequired: true,
      stages: [
        stage({ "@odata.type": "#microsoft.graph.requestorManager", managerLevel: 1 }, [owners]),
        stage(owners, []),
      ],
    },
  };
}
