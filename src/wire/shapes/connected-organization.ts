/** connectedOrganization on the wire. */
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import type { Shape } from "../entity-type.js";

const STATES = ["configured", "proposed"] as const;

export const connectedOrganizationShape = {
  name: "connectedOrganization",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    state: { oneOf: STATES },
    identitySources: "complex",
    createdDateTime: "dateTime",
    modifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    state: { index: "state", type: { oneOf: STATES } },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    modifiedDateTime: { index: "modifiedDateTime", type: "dateTime" },
  },
  searched: ["displayName", "description"],
  write: (organization) => ({
    id: organization.id,
    displayName: organization.displayName,
    description: organization.description,
    state: organization.state,
    identitySources: organization.identitySources.map(({ kind, ...properties }) => ({
      "@odata.type": `#microsoft.graph.${kind}`,
      ...properties,
    })),
    createdDateTime: organization.createdDateTime,
    modifiedDateTime: organization.modifiedDateTime,
  }),
} satisfies Shape<ConnectedOrganization>;
