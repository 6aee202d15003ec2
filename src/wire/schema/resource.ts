/** Reads the requests that put resources into catalogs, change them there, and take them out. */
import { z } from "zod";
import type { SentAttribute } from "../../application/governance/resource-attributes.js";
import type {
  EnvironmentDescription,
  SubmitResourceRequestInput,
} from "../../application/governance/resource-request.js";
import { attributeNameOf } from "../../domain/catalog/attribute-names.js";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import { question } from "./assignment-policy.js";
import { ORIGIN_ID_LENGTH_MAX, ORIGIN_SYSTEMS, reference } from "./catalog.js";
import { bool, guid, listOf, maybe, maybeNull, name, object, oneOf, optional, text } from "./lenient.js";

/** Read at most this many, so that the domain can say how many are allowed. */
const ATTRIBUTES_READ_MAX = 100;

/** `attributeName`, `attributeSource`, `attributeDestination`: what older versions call them. The destination is always the user. */
const attribute: z.ZodType<SentAttribute> = object(
  {
    name: name(DISPLAY_NAME_LENGTH_MAX),
    isEditable: optional(bool, true),
    isPersistedOnAssignmentRemoval: optional(bool, false),
    source: object({ question }),
  },
  { attributeName: "name", attributeSource: "source" },
).transform(({ source, ...rest }) => ({
  ...rest,
  name: attributeNameOf(rest.name) ?? rest.name,
  question: source.question,
}));

/** `.../resourceEnvironments/{id}`, or `resourceEnvironments('{id}')`. */
const ENVIRONMENT_ADDRESS =
  /(?:^|\/)(?:accessPackage)?resourceEnvironments(?:\/|\(')([0-9a-f-]{36})(?:'\))?\/?$/i;

const environmentBound: z.ZodType<EnvironmentDescription> = z
  .string()
  .max(2_048)
  .transform((address, context) => {
    const [, id] = ENVIRONMENT_ADDRESS.exec(address) ?? [];
    if (id !== undefined) return { id: id.toLowerCase() };
    context.addIssue({
      code: "custom",
      message: "must be an address that ends in /resourceEnvironments/{id}",
    });
    return z.NEVER;
  });

const resource = object(
  {
    id: maybe(guid),
    originId: maybe(text(ORIGIN_ID_LENGTH_MAX)),
    originSystem: maybe(oneOf(ORIGIN_SYSTEMS)),
    displayName: maybe(name(DISPLAY_NAME_LENGTH_MAX)),
    description: maybeNull(text(DESCRIPTION_LENGTH_MAX)),
    attributes: maybe(listOf(attribute, ATTRIBUTES_READ_MAX)),
    environment: maybe(object({ id: maybe(guid), originId: maybe(text(ORIGIN_ID_LENGTH_MAX)) })),
    "environment@odata.bind": maybe(environmentBound),
  },
  {
    accessPackageResourceEnvironment: "environment",
    "accessPackageResourceEnvironment@odata.bind": "environment@odata.bind",
  },
).transform(({ "environment@odata.bind": bound, environment, ...rest }) => ({
  ...rest,
  environment: bound ?? environment,
}));

export const newResourceRequest: z.ZodType<SubmitResourceRequestInput> = object(
  {
    requestType: oneOf(["adminAdd", "adminUpdate", "adminRemove"]),
    catalog: maybe(reference),
    catalogId: maybe(guid),
    resource,
  },
  { accessPackageResource: "resource", accessPackageCatalog: "catalog" },
).transform((body, context) => {
  const catalogId = body.catalog?.id ?? body.catalogId;
  if (catalogId !== undefined) return { requestType: body.requestType, catalogId, resource: body.resource };
  context.addIssue({ code: "custom", path: ["catalog", "id"], message: "is missing" });
  return z.NEVER;
});
