/** application, servicePrincipal and appRoleAssignment on the wire. */
import { z } from "zod";
import type {
  ApplicationChanges,
  NewApplication,
  NewServicePrincipal,
  ServicePrincipalChanges,
} from "../../application/ports/directory-administration.js";
import type {
  ApplicationDocument,
  AppRole,
  AppRoleAssignmentDocument,
  ServicePrincipalDocument,
} from "../../application/ports/directory-objects.js";
import type { EntityType } from "../entity-type.js";
import { withoutUndefined } from "../schema/catalog.js";
import {
  bool,
  guid,
  instant,
  listOf,
  maybe,
  maybeNull,
  name,
  object,
  oneOf,
  optional,
  text,
} from "../schema/lenient.js";

const NAME_MAX = 256;
const TEXT_MAX = 1_024;
/** Entra: app roles of one application. */
const APP_ROLES_MAX = 1_200;

const common = {
  id: { index: "id", type: "guid" },
  appId: { index: "appId", type: "guid" },
  displayName: { index: "displayName", type: "string" },
  createdDateTime: { index: "createdDateTime", type: "dateTime" },
} as const;

export const applicationType: EntityType<ApplicationDocument> = {
  name: "application",
  properties: {
    id: "guid",
    appId: "guid",
    displayName: "string",
    description: "string",
    appRoles: "complex",
    createdDateTime: "dateTime",
  },
  indexed: common,
  searched: ["displayName"],
  navigation: {},
  write: ({ id, appId, displayName, description, appRoles, createdDateTime }) => ({
    id,
    appId,
    displayName,
    description,
    appRoles: appRoles.map(writeAppRole),
    createdDateTime,
  }),
};

export const servicePrincipalType: EntityType<ServicePrincipalDocument> = {
  name: "servicePrincipal",
  properties: {
    id: "guid",
    appId: "guid",
    displayName: "string",
    appDescription: "string",
    appRoles: "complex",
    servicePrincipalType: "string",
    accountEnabled: "boolean",
    createdDateTime: "dateTime",
  },
  indexed: {
    ...common,
    servicePrincipalType: { index: "servicePrincipalType", type: "string" },
    accountEnabled: { index: "accountEnabled", type: "boolean" },
  },
  searched: ["displayName"],
  navigation: {},
  write: (principal) => ({
    id: principal.id,
    appId: principal.appId,
    displayName: principal.displayName,
    appDescription: principal.appDescription,
    appRoles: principal.appRoles.map(writeAppRole),
    servicePrincipalType: principal.servicePrincipalType,
    accountEnabled: principal.accountEnabled,
    createdDateTime: principal.createdDateTime,
  }),
};

export const appRoleAssignmentType: EntityType<AppRoleAssignmentDocument> = {
  name: "appRoleAssignment",
  properties: {
    id: "guid",
    appRoleId: "guid",
    principalId: "guid",
    principalType: "string",
    principalDisplayName: "string",
    resourceId: "guid",
    createdDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    appRoleId: { index: "appRoleId", type: "guid" },
    principalId: { index: "principalId", type: "guid" },
    principalDisplayName: { index: "principalDisplayName", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
  },
  navigation: {},
  write: (assignment) => ({
    id: assignment.id,
    appRoleId: assignment.appRoleId,
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    principalDisplayName: assignment.principalDisplayName,
    resourceId: assignment.resourceId,
    createdDateTime: assignment.createdDateTime,
  }),
};

function writeAppRole(role: AppRole) {
  const { id, displayName, description, isEnabled, value, allowedMemberTypes } = role;
  return { id, displayName, description, isEnabled, value, allowedMemberTypes, origin: "Application" };
}

const appRoles: z.ZodType<readonly AppRole[]> = listOf(
  object({
    id: guid,
    displayName: name(NAME_MAX),
    description: optional(text(TEXT_MAX), null),
    isEnabled: optional(bool, true),
    value: optional(text(250), null),
    allowedMemberTypes: optional(listOf(oneOf(["User", "Application"]), 2), ["User"]),
  }),
  APP_ROLES_MAX,
);

/** Who can sign in; access packages refuse applications for personal accounts only. */
const SIGN_IN_AUDIENCE = oneOf([
  "AzureADMyOrg",
  "AzureADMultipleOrgs",
  "AzureADandPersonalMicrosoftAccount",
  "PersonalMicrosoftAccount",
]);

export const newApplication: z.ZodType<NewApplication> = object({
  displayName: name(NAME_MAX),
  description: maybeNull(text(TEXT_MAX)),
  appRoles: maybe(appRoles),
  signInAudience: maybe(SIGN_IN_AUDIENCE),
}).transform((body) => ({ ...withoutUndefined(body), displayName: body.displayName }));

export const applicationChanges: z.ZodType<ApplicationChanges> = object({
  displayName: maybe(name(NAME_MAX)),
  description: maybeNull(text(TEXT_MAX)),
  appRoles: maybe(appRoles),
}).transform(withoutUndefined);

const principalDetails = {
  displayName: maybe(name(NAME_MAX)),
  appDescription: maybeNull(text(TEXT_MAX)),
  appRoles: maybe(appRoles),
  accountEnabled: maybe(bool),
};

export const newServicePrincipal: z.ZodType<NewServicePrincipal> = object({
  appId: guid,
  servicePrincipalType: maybe(name(64)),
  signInAudience: maybe(SIGN_IN_AUDIENCE),
  ...principalDetails,
}).transform((body) => ({ ...withoutUndefined(body), appId: body.appId }));

export const servicePrincipalChanges: z.ZodType<ServicePrincipalChanges> =
  object(principalDetails).transform(withoutUndefined);

export const newAppRoleAssignment = object({ principalId: guid, resourceId: maybe(guid), appRoleId: guid });

/** addPassword: `{"passwordCredential": {"displayName": "…", "endDateTime": "…"}}`, all of it optional. */
export const newSecret = object({
  passwordCredential: optional(
    object({ displayName: optional(text(NAME_MAX), null), endDateTime: maybe(instant) }),
    { displayName: null, endDateTime: undefined },
  ),
}).transform(({ passwordCredential }) => passwordCredential);

export const secretKey = object({ keyId: guid });
