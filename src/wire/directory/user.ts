/** user on the wire: what is written of it, and what a new or changed one may say. */
import { z } from "zod";
import type { NewUser, UserChanges } from "../../application/ports/directory-administration.js";
import {
  PROFILE_PROPERTIES,
  type Profile,
  type UserDocument,
} from "../../application/ports/directory-objects.js";
import type { EntityType, PropertyType } from "../entity-type.js";
import { withoutUndefined } from "../schema/catalog.js";
import {
  bool,
  guid,
  listOf,
  maybe,
  maybeNull,
  name,
  object,
  oneOf,
  optional,
  text,
} from "../schema/lenient.js";

const TEXT_MAX = 256;
const LIST_MAX = 250;

// One entry for each name of the table.
const profileProperties = Object.fromEntries(PROFILE_PROPERTIES.map((property) => [property, "string"])) as {
  readonly [property in keyof Profile]: PropertyType;
};

export const userType: EntityType<UserDocument> = {
  name: "user",
  properties: {
    id: "guid",
    displayName: "string",
    userPrincipalName: "string",
    mail: "string",
    userType: { oneOf: ["Member", "Guest"] },
    accountEnabled: "boolean",
    department: "string",
    jobTitle: "string",
    preferredLanguage: "string",
    ...profileProperties,
    otherMails: "complex",
    businessPhones: "complex",
    identities: "complex",
    onPremisesExtensionAttributes: "complex",
    onPremisesSyncEnabled: "boolean",
    createdDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    givenName: { index: "givenName", type: "string" },
    surname: { index: "surname", type: "string" },
    userPrincipalName: { index: "userPrincipalName", type: "string" },
    mail: { index: "mail", type: "string" },
    userType: { index: "userType", type: { oneOf: ["Member", "Guest"] } },
    accountEnabled: { index: "accountEnabled", type: "boolean" },
    department: { index: "department", type: "string" },
    jobTitle: { index: "jobTitle", type: "string" },
    companyName: { index: "companyName", type: "string" },
    employeeId: { index: "employeeId", type: "string" },
    employeeType: { index: "employeeType", type: "string" },
    city: { index: "city", type: "string" },
    country: { index: "country", type: "string" },
    officeLocation: { index: "officeLocation", type: "string" },
    usageLocation: { index: "usageLocation", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    "manager/id": { index: "managerId", type: "guid" },
  },
  searched: ["displayName", "userPrincipalName", "mail"],
  navigation: {},
  write: (user) => ({
    id: user.id,
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    mail: user.mail,
    userType: user.userType,
    accountEnabled: user.accountEnabled,
    department: user.department,
    jobTitle: user.jobTitle,
    preferredLanguage: user.preferredLanguage,
    ...Object.fromEntries(PROFILE_PROPERTIES.map((property) => [property, user[property]])),
    otherMails: user.otherMails,
    businessPhones: user.businessPhones,
    identities: user.identities,
    onPremisesExtensionAttributes: user.onPremisesExtensionAttributes,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    createdDateTime: user.createdDateTime,
  }),
};

const short = text(TEXT_MAX);
const address = z.string().regex(/^[^\s@]{1,64}@[^\s@]{1,255}$/, "must be an e-mail address");

/** One name of the form name@domain; `#EXT#` names of guests too. */
const userPrincipalName = z
  .string()
  .regex(/^[^\s@/\\?"<>|]{1,113}@[a-z0-9.-]{1,253}$/i, "must be of the form name@domain");

const ATTRIBUTE = /^extensionAttribute(?:[1-9]|1[0-5])$/;

const password = object({ password: z.string().min(8, "must be at least 8 characters long").max(256) });

// One entry for each name of the table.
const profileDetails = Object.fromEntries(
  PROFILE_PROPERTIES.map((property) => [property, maybeNull(short)]),
) as { readonly [property in keyof Profile]: z.ZodType<string | null | undefined> };

const details = {
  mail: maybeNull(address),
  userType: maybe(oneOf(["Member", "Guest"])),
  accountEnabled: maybe(bool),
  department: maybeNull(short),
  jobTitle: maybeNull(short),
  preferredLanguage: maybeNull(text(35)),
  otherMails: maybe(listOf(address, LIST_MAX)),
  businessPhones: maybe(listOf(text(64), LIST_MAX)),
  identities: maybe(
    listOf(
      object({ signInType: name(64), issuer: name(512), issuerAssignedId: optional(text(512), null) }),
      LIST_MAX,
    ),
  ),
  onPremisesExtensionAttributes: maybe(
    z.record(z.string().regex(ATTRIBUTE, "must be extensionAttribute1 to extensionAttribute15"), short),
  ),
  passwordProfile: maybe(password),
} as const;

/** Embedded only: `id` may be given, for people whose object id an issuer elsewhere has decided. */
export const newUser = object({
  id: maybe(guid),
  displayName: name(TEXT_MAX),
  userPrincipalName,
  ...details,
  ...profileDetails,
}).transform(
  ({ passwordProfile, ...rest }): NewUser => ({
    ...withoutUndefined({ ...rest, password: passwordProfile?.password }),
    displayName: rest.displayName,
    userPrincipalName: rest.userPrincipalName,
  }),
);

export const userChanges = object({
  displayName: maybe(name(TEXT_MAX)),
  userPrincipalName: maybe(userPrincipalName),
  ...details,
  ...profileDetails,
}).transform(
  ({ passwordProfile, ...rest }): UserChanges =>
    withoutUndefined({ ...rest, password: passwordProfile?.password }),
);
