/** Subjects: the people and applications that have access, or asked for it; also as the targets of assignments, with their organization. */
import { updateSubject } from "../../application/commands/update-subject.js";
import { getAssignment } from "../../application/queries/get-assignment.js";
import { getSubject } from "../../application/queries/get-subject.js";
import { getConnectedOrganization } from "../../application/queries/list-connected-organizations.js";
import { listSubjects } from "../../application/queries/list-subjects.js";
import type { ConnectedOrganization } from "../../domain/connected-organization/connected-organization.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { connectedOrganizationType, directoryObjectType, subjectType } from "../graph-types.js";
import { loadSponsors } from "../load/connected-organizations.js";
import { loadSubjects } from "../load/subjects.js";
import { asItem, change, get, list, smallList } from "../rows.js";
import { object, oneOf } from "../schema/lenient.js";
import { EM, READ, WRITE } from "./base.js";

const SUBJECT = `${EM}/subjects/{subjectId}`;
const SUBJECT_OF_OBJECT = `${EM}/subjects(objectId={objectId})`;
const TARGET = `${EM}/assignments/{assignmentId}/target`;
const CONTEXT = "identityGovernance/entitlementManagement/subjects/$entity";

const subjectChanges = object({ subjectLifecycle: oneOf(["notDefined", "notGoverned", "governed"]) });

export const SUBJECT_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${EM}/subjects`,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    query: ({ ports, call }, query) => listSubjects(ports, call, query),
  }),
  get({
    path: SUBJECT,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    find: ({ ports, call, params }) => withoutVersion(getSubject(ports, call, bySubject(params))),
  }),
  get({
    path: SUBJECT_OF_OBJECT,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    context: CONTEXT,
    find: ({ ports, call, params }) => withoutVersion(getSubject(ports, call, byObject(params))),
  }),
  change({
    method: "PATCH",
    path: SUBJECT,
    permission: WRITE,
    action: "manageTenantSettings",
    body: subjectChanges,
    status: 204,
    run: ({ ports, call, params, ifMatch }, changes) =>
      updateSubject(ports, call, { subject: bySubject(params), ...changes, ifMatch }),
  }),
  change({
    method: "PATCH",
    path: SUBJECT_OF_OBJECT,
    permission: WRITE,
    action: "manageTenantSettings",
    body: subjectChanges,
    status: 204,
    run: ({ ports, call, params, ifMatch }, changes) =>
      updateSubject(ports, call, { subject: byObject(params), ...changes, ifMatch }),
  }),
  get({
    path: TARGET,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    context: CONTEXT,
    find: targetOf,
  }),
  get({
    path: `${TARGET}/connectedOrganization`,
    permission: READ,
    action: "viewConnectedOrganizations",
    type: connectedOrganizationType,
    context: "identityGovernance/entitlementManagement/connectedOrganizations/$entity",
    find: organizationOfTarget,
  }),
  sponsorsOfTarget("internalSponsors", "internalSponsorIds"),
  sponsorsOfTarget("externalSponsors", "externalSponsorIds"),
];

function sponsorsOfTarget(name: string, property: "internalSponsorIds" | "externalSponsorIds"): Endpoint {
  return smallList({
    path: `${TARGET}/connectedOrganization/${name}`,
    permission: READ,
    action: "viewConnectedOrganizations",
    type: directoryObjectType,
    context: "directoryObjects",
    all: async (call) => {
      const organization = await organizationOfTarget(call);
      if (organization.kind === "refused") return organization;
      const [sponsors = []] = await loadSponsors(property)([organization.value.model], call);
      return done(sponsors);
    },
  });
}

async function targetOf(endpointCall: EndpointCall): Promise<Outcome<Item<Subject>>> {
  const { ports, call, params } = endpointCall;
  const assignmentId = params["assignmentId"] ?? "";
  const assignment = await getAssignment(ports, call, { assignmentId });
  if (assignment.kind === "refused") return assignment;
  const [target] = await loadSubjects([assignment.value.document.target], endpointCall);
  return target === undefined
    ? refused("ResourceNotFound", `The resource was not found: assignment ${assignmentId} has no target.`)
    : done(target);
}

async function organizationOfTarget(
  endpointCall: EndpointCall,
): Promise<Outcome<Item<ConnectedOrganization>>> {
  const { ports, call } = endpointCall;
  const target = await targetOf(endpointCall);
  if (target.kind === "refused") return target;
  const { connectedOrganizationId: organizationId, displayName } = target.value.model;
  return organizationId === null
    ? refused(
        "ResourceNotFound",
        `The resource was not found: ${displayName ?? "the target"} belongs to no connected organization.`,
      )
    : asItem(getConnectedOrganization(ports, call, { organizationId }));
}

/** A subject that is not kept yet is made up from the directory, and has no version. */
async function withoutVersion(outcome: Promise<Outcome<Subject>>): Promise<Outcome<Item<Subject>>> {
  const settled = await outcome;
  return settled.kind === "refused" ? settled : done({ model: settled.value });
}

function bySubject(params: EndpointCall["params"]): { readonly subjectId: string } {
  return { subjectId: params["subjectId"] ?? "" };
}

function byObject(params: EndpointCall["params"]): { readonly objectId: string } {
  return { objectId: params["objectId"] ?? "" };
}
