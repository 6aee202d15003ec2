/** accessPackageCatalog on the wire. */
import type { Catalog } from "../../domain/catalog/catalog.js";
import type { Shape } from "../entity-type.js";

const STATES = ["unpublished", "published"] as const;
const TYPES = ["userManaged", "serviceDefault", "serviceManaged"] as const;

export const catalogShape = {
  name: "accessPackageCatalog",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    catalogType: { oneOf: TYPES },
    state: { oneOf: STATES },
    isExternallyVisible: "boolean",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    catalogType: { index: "catalogType", type: { oneOf: TYPES } },
    state: { index: "state", type: { oneOf: STATES } },
    isExternallyVisible: { index: "isExternallyVisible", type: "boolean" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
  },
  searched: ["displayName", "description"],
  write: (catalog) => ({
    id: catalog.id,
    displayName: catalog.displayName,
    description: catalog.description,
    catalogType: catalog.catalogType,
    state: catalog.state,
    isExternallyVisible: catalog.isExternallyVisible,
    createdDateTime: catalog.createdDateTime,
    modifiedDateTime: catalog.modifiedDateTime,
  }),
} satisfies Shape<Catalog>;
