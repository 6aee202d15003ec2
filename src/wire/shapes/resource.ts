/** accessPackageResource, its roles and scopes, and the requests about it, on the wire. */
import type {
  Resource,
  ResourceRequest,
  ResourceRole,
  ResourceScope,
} from "../../domain/catalog/resource.js";
import type { ResourceAttribute } from "../../domain/catalog/resource-attribute.js";
import type { ResourceEnvironment } from "../../domain/catalog/resource-environment.js";
import type { Shape } from "../entity-type.js";
import type { JsonObject } from "../json-object.js";
import { writeQuestion } from "./assignment-policy.js";

export const resourceShape = {
  name: "accessPackageResource",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    originId: "string",
    originSystem: "string",
    resourceType: "string",
    attributes: "complex",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    originId: { index: "originId", type: "string" },
    originSystem: { index: "originSystem", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
    "catalog/id": { index: "catalogId", type: "guid" },
  },
  searched: ["displayName"],
  write: (resource, { preferences }) => ({
    id: resource.id,
    displayName: resource.displayName,
    description: resource.description,
    originId: resource.originId,
    originSystem: resource.originSystem,
    // An open property in Graph's schema.
    resourceType: resource.resourceType ?? null,
    attributes: resource.attributes.map((attribute) => writeAttribute(attribute, preferences.languages)),
    createdDateTime: resource.createdDateTime,
    modifiedDateTime: resource.modifiedDateTime,
  }),
} satisfies Shape<Resource>;

/** What a package keeps of a resource, or the resource itself. */
export type ResourceSummary = Pick<
  Resource,
  "id" | "displayName" | "description" | "originId" | "originSystem"
> &
  Partial<Pick<Resource, "resourceType" | "attributes" | "createdDateTime" | "modifiedDateTime">>;

/** A resource as a package remembers it: without the dates of its registration. */
export const resourceSummaryShape = {
  ...resourceShape,
  write: (resource, { preferences }) => ({
    id: resource.id,
    displayName: resource.displayName,
    description: resource.description,
    originId: resource.originId,
    originSystem: resource.originSystem,
    resourceType: resource.resourceType ?? null,
    attributes: (resource.attributes ?? []).map((attribute) =>
      writeAttribute(attribute, preferences.languages),
    ),
    createdDateTime: resource.createdDateTime ?? null,
    modifiedDateTime: resource.modifiedDateTime ?? null,
  }),
} satisfies Shape<ResourceSummary>;

function writeAttribute(attribute: ResourceAttribute, languages: readonly string[]): JsonObject {
  const { name, isEditable, isPersistedOnAssignmentRemoval, question } = attribute;
  return {
    name,
    isEditable,
    isPersistedOnAssignmentRemoval,
    source: {
      "@odata.type": "#microsoft.graph.accessPackageResourceAttributeQuestion",
      question: writeQuestion(question, languages),
    },
    destination: { "@odata.type": "#microsoft.graph.accessPackageUserDirectoryAttributeStore" },
  };
}

const ENVIRONMENT_SYSTEMS = ["SharePointOnline"] as const;

export const resourceEnvironmentShape = {
  name: "accessPackageResourceEnvironment",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    originId: "string",
    originSystem: { oneOf: ENVIRONMENT_SYSTEMS },
    isDefaultEnvironment: "boolean",
    connectionInfo: "complex",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    originId: { index: "originId", type: "string" },
    originSystem: { index: "originSystem", type: { oneOf: ENVIRONMENT_SYSTEMS } },
    displayName: { index: "displayName", type: "string" },
    isDefaultEnvironment: { index: "isDefaultEnvironment", type: "boolean" },
  },
  write: (environment) => ({
    id: environment.id,
    displayName: environment.displayName,
    description: environment.description,
    originId: environment.originId,
    originSystem: environment.originSystem,
    isDefaultEnvironment: environment.isDefaultEnvironment,
    connectionInfo: { url: environment.originId },
    createdDateTime: environment.createdDateTime,
    modifiedDateTime: environment.modifiedDateTime,
  }),
} satisfies Shape<ResourceEnvironment>;

export type RoleOfResource = ResourceRole & { readonly resource: ResourceSummary };
export type ScopeOfResource = ResourceScope & { readonly resource: ResourceSummary };

const ROLE_TYPES = ["active", "eligible", "application", "delegated"] as const;

export const resourceRoleShape = {
  name: "accessPackageResourceRole",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    originId: "string",
    originSystem: "string",
    type: { oneOf: ROLE_TYPES },
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    originId: { index: "originId", type: "string" },
    originSystem: { index: "originSystem", type: "string" },
    type: { index: "type", type: { oneOf: ROLE_TYPES } },
    "resource/id": { index: "resource/id", type: "guid" },
    "resource/originId": { index: "resource/originId", type: "string" },
  },
  write: ({ id, displayName, description, originId, originSystem, type }) => ({
    id,
    displayName,
    description,
    originId,
    originSystem,
    type,
  }),
} satisfies Shape<RoleOfResource>;

export const resourceScopeShape = {
  name: "accessPackageResourceScope",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    originId: "string",
    originSystem: "string",
    isRootScope: "boolean",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    originId: { index: "originId", type: "string" },
    originSystem: { index: "originSystem", type: "string" },
    isRootScope: { index: "isRootScope", type: "boolean" },
    "resource/id": { index: "resource/id", type: "guid" },
    "resource/originId": { index: "resource/originId", type: "string" },
  },
  write: ({ id, displayName, description, originId, originSystem, isRootScope }) => ({
    id,
    displayName,
    description,
    originId,
    originSystem,
    isRootScope,
  }),
} satisfies Shape<ScopeOfResource>;

const REQUEST_TYPES = ["adminAdd", "adminUpdate", "adminRemove"] as const;
const REQUEST_STATES = ["delivered", "deliveryFailed"] as const;

export const resourceRequestShape = {
  name: "accessPackageResourceRequest",
  properties: {
    id: "guid",
    requestType: { oneOf: REQUEST_TYPES },
    state: { oneOf: REQUEST_STATES },
    createdDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    requestType: { index: "requestType", type: { oneOf: REQUEST_TYPES } },
    state: { index: "state", type: { oneOf: REQUEST_STATES } },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    "catalog/id": { index: "catalogId", type: "guid" },
    "resource/id": { index: "resource/id", type: "guid" },
    "resource/originId": { index: "resource/originId", type: "string" },
    "resource/originSystem": { index: "resource/originSystem", type: "string" },
    "resource/displayName": { index: "resource/displayName", type: "string" },
    "resource/description": { index: "resource/description", type: "string" },
  },
  write: ({ id, requestType, state, createdDateTime }) => ({ id, requestType, state, createdDateTime }),
} satisfies Shape<ResourceRequest>;
