/** site and its permissions on the wire. */
import { z } from "zod";
import type { NewSite, SiteChanges } from "../../application/ports/directory-administration.js";
import type {
  SiteDocument,
  SitePermissionDocument,
  SiteRole,
} from "../../application/ports/directory-objects.js";
import type { EntityType } from "../entity-type.js";
import { withoutUndefined } from "../schema/catalog.js";
import { bool, guid, listOf, maybe, maybeNull, name, object, optional, text } from "../schema/lenient.js";

const NAME_MAX = 256;
const TEXT_MAX = 1_024;
const ROLES_MAX = 50;

/** `roles` and `environmentUrl` are ours: Graph v1.0 shows neither a site's permission roles, which access packages name by number, nor its geography. */
export const siteType: EntityType<SiteDocument> = {
  name: "site",
  properties: {
    id: "guid",
    displayName: "string",
    name: "string",
    description: "string",
    webUrl: "string",
    roles: "complex",
    environmentUrl: "string",
    createdDateTime: "dateTime",
    lastModifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    webUrl: { index: "webUrl", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
  },
  searched: ["displayName", "webUrl"],
  navigation: {},
  write: (site) => ({
    id: site.id,
    displayName: site.displayName,
    name: site.webUrl.split("/").at(-1) ?? site.displayName,
    description: site.description,
    webUrl: site.webUrl,
    roles: site.roles,
    environmentUrl: site.environmentUrl ?? null,
    createdDateTime: site.createdDateTime,
    lastModifiedDateTime: site.modifiedDateTime,
  }),
};

export const permissionType: EntityType<SitePermissionDocument> = {
  name: "permission",
  properties: { id: "string", roles: "complex", grantedToV2: "complex" },
  indexed: {
    id: { index: "id", type: "string" },
    "grantedToV2/user/id": { index: "principalId", type: "guid" },
  },
  navigation: {},
  write: ({ id, roleId, principalId, principalType, principalDisplayName }) => ({
    id,
    roles: [roleId],
    grantedToV2: {
      [KINDS[principalType]]: { id: principalId, displayName: principalDisplayName },
    },
  }),
};

const KINDS = { User: "user", Group: "group", ServicePrincipal: "application" } as const;

const roles: z.ZodType<readonly SiteRole[]> = listOf(
  object({
    id: z.string().regex(/^\d{1,9}$/, "must be a number, in quotes"),
    displayName: name(NAME_MAX),
    description: optional(text(TEXT_MAX), null),
    managesPermissions: optional(bool, false),
  }),
  ROLES_MAX,
);

const webUrl = z
  .string()
  .max(2_048)
  .refine((url) => URL.canParse(url) && /^https?:/.test(url), "must be an address");

export const newSite: z.ZodType<NewSite> = object({
  displayName: name(NAME_MAX),
  webUrl,
  description: maybeNull(text(TEXT_MAX)),
  roles: maybe(roles),
  environmentUrl: maybe(webUrl),
}).transform((body) => ({ ...withoutUndefined(body), displayName: body.displayName, webUrl: body.webUrl }));

export const siteChanges: z.ZodType<SiteChanges> = object({
  displayName: maybe(name(NAME_MAX)),
  description: maybeNull(text(TEXT_MAX)),
  roles: maybe(roles),
  environmentUrl: maybe(webUrl),
}).transform(withoutUndefined);

const identity = maybe(object({ id: guid }));
const grantee = object({ user: identity, group: identity, application: identity });

/** One role for one principal: `{"roles": ["4"], "grantedToV2": {"user": {"id": "…"}}}`. */
export const newPermission: z.ZodType<{ readonly roleId: string; readonly principalId: string }> = object({
  roles: z.array(z.string().max(64)).length(1, "must name exactly one role"),
  grantedToV2: grantee,
}).transform((body, context) => {
  const { user, group, application } = body.grantedToV2;
  const principalId = (user ?? group ?? application)?.id;
  if (principalId !== undefined) return { roleId: body.roles[0] ?? "", principalId };
  context.addIssue({
    code: "custom",
    path: ["grantedToV2"],
    message: "must name a user, group or application by id",
  });
  return z.NEVER;
});
