/** Reads the bodies of access packages: the package, its roles, and what it is incompatible with. */
import { z } from "zod";
import type { AddResourceRoleScopeInput } from "../../application/commands/add-resource-role-scope.js";
import type { CreateAccessPackageInput } from "../../application/commands/create-access-package.js";
import type { UpdateAccessPackageInput } from "../../application/commands/update-access-package.js";
import type { ResourceDescription } from "../../application/governance/resource-request.js";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import {
  ORIGIN_ID_LENGTH_MAX,
  ORIGIN_SYSTEMS,
  reference,
  resourceReference,
  withoutUndefined,
} from "./catalog.js";
import { bool, guid, maybe, maybeNull, name, object, oneOf, optional, text } from "./lenient.js";

const displayName = name(DISPLAY_NAME_LENGTH_MAX);
const description = text(DESCRIPTION_LENGTH_MAX);

export const newAccessPackage: z.ZodType<CreateAccessPackageInput> = object(
  {
    displayName,
    description: optional(description, null),
    isHidden: optional(bool, false),
    catalog: maybe(reference),
    catalogId: maybe(guid),
  },
  { accessPackageCatalog: "catalog" },
).transform(({ catalog, catalogId, ...rest }) => ({ ...rest, catalogId: catalog?.id ?? catalogId }));

/** A package stays in its catalog: one that is named is compared, not changed. */
export const accessPackageChanges: z.ZodType<Pick<UpdateAccessPackageInput, "changes" | "catalogId">> =
  object(
    {
      displayName: maybe(displayName),
      description: maybeNull(description),
      isHidden: maybe(bool),
      catalog: maybe(reference),
      catalogId: maybe(guid),
    },
    { accessPackageCatalog: "catalog" },
  ).transform(({ catalog, catalogId, ...changes }) => ({
    changes: withoutUndefined(changes),
    catalogId: catalog?.id ?? catalogId,
  }));

/** Entra writes this for a role that was never used: it stands for "no id, look at originId". */
const NO_ID = "00000000-0000-0000-0000-000000000000";

const originId = maybe(text(ORIGIN_ID_LENGTH_MAX));
const originSystem = maybe(oneOf(ORIGIN_SYSTEMS));

export const newResourceRoleScope: z.ZodType<Omit<AddResourceRoleScopeInput, "accessPackageId">> = object(
  {
    role: object(
      {
        id: maybe(guid),
        originId,
        originSystem,
        type: maybe(oneOf(["active", "eligible", "application", "delegated"])),
        resource: maybe(resourceReference),
      },
      { accessPackageResource: "resource" },
    ),
    scope: maybe(
      object({
        id: maybe(guid),
        originId,
        originSystem,
        isRootScope: maybe(bool),
        resource: maybe(resourceReference),
      }),
    ),
  },
  { accessPackageResourceRole: "role", accessPackageResourceScope: "scope" },
).transform(({ role, scope }, context) => {
  const roleId = role.id === NO_ID ? undefined : role.id;
  if (roleId === undefined && role.originId === undefined) {
    context.addIssue({
      code: "custom",
      path: ["role", "originId"],
      message: "is missing: name the role by id or originId",
    });
    return z.NEVER;
  }
  const scopeId = scope?.id === NO_ID ? undefined : scope?.id;
  const named: ResourceDescription = role.resource ?? scope?.resource ?? {};
  // With the origin's system on the role alone, it is the resource's too.
  const resource =
    named.originId !== undefined && named.originSystem === undefined
      ? { ...named, originSystem: role.originSystem ?? scope?.originSystem }
      : named;
  return {
    role: { id: roleId, originId: role.originId, type: role.type },
    scope: {
      id: scopeId,
      originId: scope?.originId,
      isRootScope: scope?.isRootScope,
    },
    resource: resource.id === NO_ID ? { ...resource, id: undefined } : resource,
  };
});

/** `{"@odata.id": "https://…/accessPackages/{id}"}`: the id of the object that is referred to. */
export function referenceTo(noun: string): z.ZodType<string> {
  const form = new RegExp(
    `/${noun}(?:/|\\(')([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:'\\))?/?$`,
    "i",
  );
  return object({ "@odata.id": z.string().max(2_048) }).transform((body, context) => {
    const [, id] = form.exec(body["@odata.id"]) ?? [];
    if (id !== undefined) return id.toLowerCase();
    context.addIssue({
      code: "custom",
      path: ["@odata.id"],
      message: `must be an address that ends in /${noun}/{id}`,
    });
    return z.NEVER;
  });
}
