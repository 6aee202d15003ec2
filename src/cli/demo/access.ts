/** What the employee has: the assignment as entitlement management knows it, and the membership and app role as the directory knows them. */
import { EM, type Play, verify } from "./play.js";

export type Assignment = {
  readonly id: string;
  readonly state: string;
  readonly expiredDateTime: string | null;
  readonly schedule: {
    readonly startDateTime: string;
    readonly expiration: { readonly endDateTime: string | null };
  };
};

/** The employee's one assignment of the package. */
export async function assignmentOf({ callers, people }: Play, packageId: string): Promise<Assignment> {
  const [assignment, ...more] = await callers.administrator.list<Assignment>(
    `${EM}/assignments?$filter=accessPackage/id eq '${packageId}' and target/objectId eq '${people.employee.id}'`,
  );
  verify(assignment !== undefined, `There is no assignment of the package ${packageId}.`);
  verify(more.length === 0, `There are ${more.length + 1} assignments of the package ${packageId}.`);
  return assignment;
}

export async function isMember({ callers, people, fact }: Play): Promise<boolean> {
  const members = await callers.administrator.list<{ id: string }>(`/groups/${fact("groupId")}/members`);
  return members.some((member) => member.id === people.employee.id);
}

export async function hasAppRole({ callers, people, fact }: Play): Promise<boolean> {
  const assignments = await callers.administrator.list<{ principalId: string; appRoleId: string }>(
    `/servicePrincipals/${fact("servicePrincipalId")}/appRoleAssignedTo`,
  );
  return assignments.some((a) => a.principalId === people.employee.id && a.appRoleId === fact("appRoleId"));
}
