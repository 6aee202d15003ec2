/** Reads subjectSet and its derived types. */
import { z } from "zod";
import { DESCRIPTION_LENGTH_MAX, MEMBERSHIP_RULE_LENGTH_MAX } from "../../domain/catalog/limits.js";
import type { SubjectSet } from "../../domain/subject/subject-set.js";
import { isJsonObject } from "../json-object.js";
import { guid, integer, optional, text, typeNameOf } from "./lenient.js";

const description = optional(text(DESCRIPTION_LENGTH_MAX), null);
const managerLevel = optional(integer(1, 100), 1);

const KINDS = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("singleUser"), userId: guid, description }),
  z.object({ kind: z.literal("groupMembers"), groupId: guid, description }),
  z.object({ kind: z.literal("singleServicePrincipal"), servicePrincipalId: guid, description }),
  z.object({ kind: z.literal("connectedOrganizationMembers"), connectedOrganizationId: guid, description }),
  z.object({
    kind: z.literal("attributeRuleMembers"),
    membershipRule: text(MEMBERSHIP_RULE_LENGTH_MAX),
    description,
  }),
  z.object({ kind: z.literal("requestorManager"), managerLevel }),
  z.object({ kind: z.literal("targetManager"), managerLevel }),
  z.object({ kind: z.literal("internalSponsors") }),
  z.object({ kind: z.literal("externalSponsors") }),
  z.object({ kind: z.literal("targetUserSponsors") }),
  z.object({ kind: z.literal("targetApplicationOwners") }),
  z.object({ kind: z.literal("targetAgentIdentitySponsorsOrOwners") }),
]);

const KIND_NAMES = KINDS.options.map((option) => option.shape.kind.value);

/** Older clients write the id of a named set as `id`. */
const ID_OF: Readonly<Record<string, string>> = {
  singleUser: "userId",
  groupMembers: "groupId",
  singleServicePrincipal: "servicePrincipalId",
  connectedOrganizationMembers: "connectedOrganizationId",
};

const PROPERTIES = [
  "userId",
  "groupId",
  "servicePrincipalId",
  "connectedOrganizationId",
  "membershipRule",
  "managerLevel",
  "description",
];

export const subjectSet: z.ZodType<SubjectSet> = z
  .unknown()
  .transform((value, context) => {
    const written = typeNameOf(value);
    const kind = KIND_NAMES.find((name) => name.toLowerCase() === written?.toLowerCase());
    if (!isJsonObject(value) || kind === undefined) {
      context.addIssue({
        code: "custom",
        path: ["@odata.type"],
        message: `must name one of ${KIND_NAMES.join(", ")}, as in "#microsoft.graph.singleUser"`,
      });
      return z.NEVER;
    }
    const result: Record<string, unknown> = { kind };
    for (const [name, content] of Object.entries(value)) {
      const property = PROPERTIES.find((one) => one.toLowerCase() === name.toLowerCase());
      if (property !== undefined) result[property] = content;
      else if (name === "id" && ID_OF[kind] !== undefined) result[ID_OF[kind]] ??= content;
    }
    return result;
  })
  .pipe(KINDS);
