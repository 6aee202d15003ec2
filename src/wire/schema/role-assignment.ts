/** Reads unifiedRoleAssignment. */
import { z } from "zod";
import type { CreateRoleAssignmentInput } from "../../application/commands/create-role-assignment.js";
import { guid, maybe, object } from "./lenient.js";

const SCOPE = /^\/AccessPackageCatalog\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** `/` is the whole tenant. */
const appScopeId = z
  .string()
  .max(200)
  .transform((written, context) => {
    if (written === "/") return { catalogId: null };
    const [, id] = SCOPE.exec(written) ?? [];
    if (id !== undefined) return { catalogId: id.toLowerCase() };
    context.addIssue({
      code: "custom",
      message: 'must be "/AccessPackageCatalog/{id}", or "/" for the whole tenant',
    });
    return z.NEVER;
  });

export const newRoleAssignment: z.ZodType<CreateRoleAssignmentInput> = object({
  principalId: guid,
  roleDefinitionId: guid,
  appScopeId: maybe(appScopeId),
  directoryScopeId: maybe(appScopeId),
}).transform(({ principalId, roleDefinitionId, ...scopes }, context) => {
  const scope = scopes.appScopeId ?? scopes.directoryScopeId;
  if (scope !== undefined) return { principalId, roleDefinitionId, catalogId: scope.catalogId };
  context.addIssue({ code: "custom", path: ["appScopeId"], message: "is missing" });
  return z.NEVER;
});
