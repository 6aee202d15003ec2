/** What a person has through packages, role by role (the grant ledger), for the person or whoever may see assignments. */
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function listRoleGrants(
  ports: Ports,
  call: Call,
  input: { readonly subjectId: string },
): Promise<Outcome<readonly RoleGrant[]>> {
  const subject = await ports.documents.get<Subject>("access", input.subjectId, input.subjectId);
  const own = call.caller.kind === "user" && subject?.document.objectId === call.caller.objectId;
  const forbidden = own ? undefined : await authorize(ports, call.caller, "viewAssignments", null);
  if (forbidden !== undefined) return forbidden;
  const grants = await ports.documents.partition<RoleGrant>("access", input.subjectId, "roleGrant");
  return done(grants.map(({ document }) => document));
}
