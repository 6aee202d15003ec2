/** group on the wire. */
import type { z } from "zod";
import type { GroupChanges, NewGroup } from "../../application/ports/directory-administration.js";
import type { GroupDocument } from "../../application/ports/directory-objects.js";
import type { EntityType } from "../entity-type.js";
import { withoutUndefined } from "../schema/catalog.js";
import { bool, guid, listOf, maybe, maybeNull, name, object, oneOf, text } from "../schema/lenient.js";
import { directoryAddress } from "./reference.js";

const NAME_MAX = 256;
const TEXT_MAX = 1_024;
/** Entra: the length of a membership rule. */
const RULE_MAX = 3_072;
/** Graph: relationships set at creation. */
const BOUND_MAX = 20;

export const groupType: EntityType<GroupDocument> = {
  name: "group",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    mail: "string",
    mailEnabled: "boolean",
    mailNickname: "string",
    securityEnabled: "boolean",
    groupTypes: "complex",
    visibility: "string",
    membershipRule: "string",
    isAssignableToRole: "boolean",
    resourceProvisioningOptions: "complex",
    isPimManaged: "boolean",
    onPremisesSyncEnabled: "boolean",
    createdDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    mail: { index: "mail", type: "string" },
    mailNickname: { index: "mailNickname", type: "string" },
    mailEnabled: { index: "mailEnabled", type: "boolean" },
    securityEnabled: { index: "securityEnabled", type: "boolean" },
    isAssignableToRole: { index: "isAssignableToRole", type: "boolean" },
    onPremisesSyncEnabled: { index: "onPremisesSyncEnabled", type: "boolean" },
    groupTypes: { index: "groupTypes[]", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
  },
  searched: ["displayName", "description"],
  navigation: {},
  write: (group) => ({
    id: group.id,
    displayName: group.displayName,
    description: group.description,
    mail: group.mail,
    mailEnabled: group.mailEnabled,
    mailNickname: group.mailNickname,
    securityEnabled: group.securityEnabled,
    groupTypes: group.groupTypes,
    visibility: group.visibility,
    membershipRule: group.membershipRule,
    isAssignableToRole: group.isAssignableToRole,
    resourceProvisioningOptions: group.resourceProvisioningOptions ?? [],
    // Ours: Graph says it in the policies of PIM.
    isPimManaged: group.isPimManaged ?? false,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled,
    createdDateTime: group.createdDateTime,
  }),
};

const details = {
  description: maybeNull(text(TEXT_MAX)),
  mail: maybeNull(text(NAME_MAX)),
  mailEnabled: maybe(bool),
  mailNickname: maybeNull(text(64)),
  securityEnabled: maybe(bool),
  visibility: maybeNull(text(64)),
  membershipRule: maybeNull(text(RULE_MAX)),
  onPremisesSyncEnabled: maybe(bool),
  resourceProvisioningOptions: maybe(listOf(oneOf(["Team"]), 1)),
  isPimManaged: maybe(bool),
};

export type SentGroup = {
  readonly group: NewGroup;
  readonly memberIds: readonly string[];
  readonly ownerIds: readonly string[];
};

/** `members@odata.bind` and `owners@odata.bind`: addresses of who is in it from the start. */
const bound = maybe(listOf(directoryAddress, BOUND_MAX));

export const newGroup: z.ZodType<SentGroup> = object({
  id: maybe(guid),
  displayName: name(NAME_MAX),
  isAssignableToRole: maybe(bool),
  groupTypes: maybe(listOf(oneOf(["Unified", "DynamicMembership"]), 2)),
  ...details,
  "members@odata.bind": bound,
  "owners@odata.bind": bound,
}).transform(({ "members@odata.bind": memberIds, "owners@odata.bind": ownerIds, ...group }) => ({
  group: { ...withoutUndefined(group), displayName: group.displayName },
  memberIds: memberIds ?? [],
  ownerIds: ownerIds ?? [],
}));

export const groupChanges: z.ZodType<GroupChanges> = object({
  displayName: maybe(name(NAME_MAX)),
  ...details,
}).transform(withoutUndefined);
