/** What a person has through packages, role by role (the grant ledger), for the person or whoever may see assignments. */
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import type { Outcome } from "../../domain/errors.js";
import type { Call } from "../call.js";
import type { Ports } from "../ports/ports.js";

export async function listRoleGrants(
  _ports: Ports,
  _call: Call,
  _input: { readonly subjectId: string },
): Promise<Outcome<readonly RoleGrant[]>> {
  throw new Error("listRoleGrants: body follows");
}
