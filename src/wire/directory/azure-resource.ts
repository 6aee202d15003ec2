/** Subscriptions and management groups of Azure on the wire. Not in Graph: Azure keeps them itself, this directory is told of them. */
import { z } from "zod";
import type {
  AzureResourceChanges,
  NewAzureResource,
} from "../../application/ports/directory-administration.js";
import type {
  AzureResourceDocument,
  AzureRoleAssignmentDocument,
} from "../../application/ports/directory-objects.js";
import type { EntityType } from "../entity-type.js";
import { withoutUndefined } from "../schema/catalog.js";
import { listOf, maybe, maybeNull, name, object, optional, text } from "../schema/lenient.js";

const NAME_MAX = 256;
const TEXT_MAX = 1_024;
const PARTS_MAX = 200;

export const azureResourceType: EntityType<AzureResourceDocument> = {
  name: "azureResource",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    resourceType: "string",
    armId: "string",
    roleDefinitions: "complex",
    scopes: "complex",
    createdDateTime: "dateTime",
    lastModifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    armId: { index: "armId", type: "string" },
    resourceType: { index: "resourceType", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
  },
  searched: ["displayName", "armId"],
  navigation: {},
  write: (resource) => ({
    id: resource.id,
    displayName: resource.displayName,
    description: resource.description,
    resourceType: resource.resourceType,
    armId: resource.armId,
    roleDefinitions: resource.roleDefinitions,
    scopes: resource.scopes,
    createdDateTime: resource.createdDateTime,
    lastModifiedDateTime: resource.modifiedDateTime,
  }),
};

export const azureRoleAssignmentType: EntityType<AzureRoleAssignmentDocument> = {
  name: "azureRoleAssignment",
  properties: {
    id: "guid",
    principalId: "guid",
    principalType: "string",
    principalDisplayName: "string",
    roleDefinitionId: "string",
    scope: "string",
    type: "string",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    principalId: { index: "principalId", type: "guid" },
    roleDefinitionId: { index: "roleDefinitionId", type: "string" },
  },
  navigation: {},
  write: ({ id, principalId, principalType, principalDisplayName, roleDefinitionId, scope, type }) => ({
    ...{ id, principalId, principalType, principalDisplayName },
    ...{ roleDefinitionId, scope, type },
  }),
};

const armId = z.string().max(TEXT_MAX).startsWith("/", "must be the full id, from /subscriptions on");

const roleDefinitions = listOf(
  object({
    id: armId,
    displayName: name(NAME_MAX),
    description: optional(text(TEXT_MAX), null),
  }),
  PARTS_MAX,
);

const scopes = listOf(object({ armId, displayName: name(NAME_MAX) }), PARTS_MAX);

export const newAzureResource: z.ZodType<NewAzureResource> = object({
  displayName: name(NAME_MAX),
  armId,
  roleDefinitions,
  description: maybeNull(text(TEXT_MAX)),
  scopes: maybe(scopes),
}).transform(({ displayName, armId: id, roleDefinitions: roles, ...rest }) => ({
  ...withoutUndefined(rest),
  displayName,
  armId: id,
  roleDefinitions: roles,
}));

export const azureResourceChanges: z.ZodType<AzureResourceChanges> = object({
  displayName: maybe(name(NAME_MAX)),
  description: maybeNull(text(TEXT_MAX)),
  roleDefinitions: maybe(roleDefinitions),
  scopes: maybe(scopes),
}).transform(withoutUndefined);
