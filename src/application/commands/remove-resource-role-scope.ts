/** Takes a role out of a package; everybody loses it who has it through no other package (spec/domain.md 3.6). */
import type { AccessPackage } from "../../domain/access-package/access-package.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Call } from "../call.js";
import { changePackage } from "../governance/change-package.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export async function removeResourceRoleScope(
  ports: Ports,
  call: Call,
  input: {
    readonly accessPackageId: string;
    readonly roleScopeId: string;
    readonly ifMatch?: string | undefined;
  },
): Promise<Outcome<Stored<AccessPackage>>> {
  return changePackage(ports, call, input, async (before) => {
    const rest = before.resourceRoleScopes.filter(({ id }) => id !== input.roleScopeId);
    if (rest.length === before.resourceRoleScopes.length)
      return refused(
        "ResourceNotFound",
        `The resource was not found: package "${before.displayName}" has no resource role scope ${input.roleScopeId}.`,
      );
    return {
      kind: "change",
      after: { ...before, resourceRoleScopes: rest },
      eventType: "accessPackageRolesChanged",
    };
  });
}
