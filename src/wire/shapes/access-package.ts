/** accessPackage and accessPackageResourceRoleScope on the wire. */
import type { AccessPackage, ResourceRoleScope } from "../../domain/access-package/access-package.js";
import type { Shape } from "../entity-type.js";

export const accessPackageShape = {
  name: "accessPackage",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    isHidden: "boolean",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    isHidden: { index: "isHidden", type: "boolean" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
    "catalog/id": { index: "catalogId", type: "guid" },
    "incompatibleAccessPackages/id": { index: "incompatibleAccessPackageIds[]", type: "guid" },
    "incompatibleGroups/id": { index: "incompatibleGroupIds[]", type: "guid" },
  },
  searched: ["displayName", "description"],
  write: ({ id, displayName, description, isHidden, createdDateTime, modifiedDateTime }) => ({
    id,
    displayName,
    description,
    isHidden,
    createdDateTime,
    modifiedDateTime,
  }),
} satisfies Shape<AccessPackage>;

export const resourceRoleScopeShape = {
  name: "accessPackageResourceRoleScope",
  properties: { id: "string", createdDateTime: "dateTime" },
  indexed: {
    id: { index: "id", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    "role/id": { index: "role/id", type: "guid" },
    "role/originId": { index: "role/originId", type: "string" },
    "role/originSystem": { index: "role/originSystem", type: "string" },
    "role/displayName": { index: "role/displayName", type: "string" },
    "role/resource/id": { index: "resource/id", type: "guid" },
    "scope/id": { index: "scope/id", type: "guid" },
    "scope/originId": { index: "scope/originId", type: "string" },
  },
  write: ({ id, createdDateTime }) => ({ id, createdDateTime }),
} satisfies Shape<ResourceRoleScope>;
