/** Connected organizations and their sponsors. */
import {
  addOrganizationSponsor,
  removeOrganizationSponsor,
  type SponsorKind,
} from "../../application/commands/change-organization-sponsors.js";
import { createConnectedOrganization } from "../../application/commands/create-connected-organization.js";
import { deleteConnectedOrganization } from "../../application/commands/delete-connected-organization.js";
import { updateConnectedOrganization } from "../../application/commands/update-connected-organization.js";
import {
  getConnectedOrganization,
  listConnectedOrganizations,
} from "../../application/queries/list-connected-organizations.js";
import { done } from "../../domain/errors.js";
import { directoryReference } from "../directory/reference.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { connectedOrganizationType, directoryObjectType } from "../graph-types.js";
import { loadSponsors } from "../load/connected-organizations.js";
import { asItem, change, create, get, list, replace, smallList } from "../rows.js";
import { connectedOrganizationChanges, newConnectedOrganization } from "../schema/connected-organization.js";
import { EM, READ, WRITE } from "./base.js";

const ORGANIZATIONS = `${EM}/connectedOrganizations`;
const ORGANIZATION = `${ORGANIZATIONS}/{organizationId}`;

export const CONNECTED_ORGANIZATION_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: ORGANIZATIONS,
    permission: READ,
    action: "viewConnectedOrganizations",
    type: connectedOrganizationType,
    query: ({ ports, call }, query) => listConnectedOrganizations(ports, call, query),
  }),
  create({
    path: ORGANIZATIONS,
    permission: WRITE,
    action: "manageConnectedOrganizations",
    type: connectedOrganizationType,
    body: newConnectedOrganization,
    run: ({ ports, call }, body) => asItem(createConnectedOrganization(ports, call, body)),
  }),
  get({
    path: ORGANIZATION,
    permission: READ,
    action: "viewConnectedOrganizations",
    type: connectedOrganizationType,
    find: ({ ports, call, params }) => asItem(getConnectedOrganization(ports, call, organizationOf(params))),
  }),
  // 202 with the entity, as the vendor's sample has it.
  replace({
    method: "PATCH",
    path: ORGANIZATION,
    permission: WRITE,
    action: "manageConnectedOrganizations",
    type: connectedOrganizationType,
    body: connectedOrganizationChanges,
    status: 202,
    run: ({ ports, call, params, ifMatch }, changes) =>
      asItem(updateConnectedOrganization(ports, call, { ...organizationOf(params), changes, ifMatch })),
  }),
  change({
    method: "DELETE",
    path: ORGANIZATION,
    permission: WRITE,
    action: "manageConnectedOrganizations",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteConnectedOrganization(ports, call, { ...organizationOf(params), ifMatch }),
  }),
  ...sponsorEndpoints("internal"),
  ...sponsorEndpoints("external"),
];

function sponsorEndpoints(kind: SponsorKind): readonly Endpoint[] {
  const path = `${ORGANIZATION}/${kind}Sponsors`;
  return [
    smallList({
      path,
      permission: READ,
      action: "viewConnectedOrganizations",
      type: directoryObjectType,
      all: async (endpointCall) => {
        const { ports, call, params } = endpointCall;
        const found = await getConnectedOrganization(ports, call, organizationOf(params));
        if (found.kind === "refused") return found;
        const [sponsors = []] = await loadSponsors(`${kind}SponsorIds`)([found.value.document], endpointCall);
        return done(sponsors);
      },
    }),
    change({
      method: "POST",
      path: `${path}/$ref`,
      permission: WRITE,
      action: "manageConnectedOrganizations",
      body: directoryReference,
      status: 204,
      run: ({ ports, call, params }, sponsorId) =>
        addOrganizationSponsor(ports, call, { ...organizationOf(params), kind, sponsorId }),
    }),
    change({
      method: "DELETE",
      path: `${path}/{sponsorId}/$ref`,
      permission: WRITE,
      action: "manageConnectedOrganizations",
      status: 204,
      run: ({ ports, call, params }) =>
        removeOrganizationSponsor(ports, call, {
          ...organizationOf(params),
          kind,
          sponsorId: params["sponsorId"] ?? "",
        }),
    }),
  ];
}

function organizationOf(params: EndpointCall["params"]): { readonly organizationId: string } {
  return { organizationId: params["organizationId"] ?? "" };
}
