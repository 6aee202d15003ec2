/** accessPackageResource, its roles and scopes, and the requests about it, on the wire. */
import type {
  Resource,
  ResourceRequest,
  ResourceRole,
  ResourceScope,
} from "../../domain/catalog/resource.js";
import type { Shape } from "../entity-type.js";

export const resourceShape = {
  name: "accessPackageResource",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    originId: "string",
    originSystem: "string",
    attributes: "complex",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    originId: { index: "originId", type: "string" },
    originSystem: { index: "originSystem", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
    "catalog/id": { index: "catalogId", type: "guid" },
  },
  searched: ["displayName"],
  write: (resource) => ({
    id: resource.id,
    displayName: resource.displayName,
    description: resource.description,
    originId: resource.originId,
    originSystem: resource.originSystem,
    attributes: resource.attributes,
    createdDateTime: resource.createdDateTime,
    modifiedDateTime: resource.modifiedDateTime,
  }),
} satisfies Shape<Resource>;

/** What a package keeps of a resource, or the resource itself. */
export type ResourceSummary = Pick<
  Resource,
  "id" | "displayName" | "description" | "originId" | "originSystem"
> &
  Partial<Pick<Resource, "attributes" | "createdDateTime" | "modifiedDateTime">>;

/** A resource as a package remembers it: without the dates of its registration. */
export const resourceSummaryShape = {
  ...resourceShape,
  write: (resource) => ({
    id: resource.id,
    displayName: resource.displayName,
    description: resource.description,
    originId: resource.originId,
    originSystem: resource.originSystem,
    attributes: resource.attributes ?? [],
    createdDateTime: resource.createdDateTime ?? null,
    modifiedDateTime: resource.modifiedDateTime ?? null,
  }),
} satisfies Shape<ResourceSummary>;

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
  },
  write: ({ id, requestType, state, createdDateTime }) => ({ id, requestType, state, createdDateTime }),
} satisfies Shape<ResourceRequest>;
