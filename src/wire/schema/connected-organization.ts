/** Reads the bodies of connected organizations. */
import { z } from "zod";
import type { CreateConnectedOrganizationInput } from "../../application/commands/create-connected-organization.js";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import type { IdentitySource } from "../../domain/connected-organization/connected-organization.js";
import { IDENTITY_SOURCES_MAX } from "../../domain/connected-organization/limits.js";
import { readDomain } from "../../domain/connected-organization/mail-address.js";
import { isJsonObject } from "../json-object.js";
import { withoutUndefined } from "./catalog.js";
import {
  guid,
  listOf,
  maybe,
  maybeNull,
  name,
  object,
  oneOf,
  optional,
  text,
  typeNameOf,
} from "./lenient.js";

const CLOUD_INSTANCE_LENGTH_MAX = 256;
const ISSUER_URI_LENGTH_MAX = 2_048;

/** A domain such as `partner.example`, in lower case. */
export const domain: z.ZodType<string> = z.string().transform((written, context) => {
  const read = readDomain(written);
  if (read !== undefined) return read;
  context.addIssue({ code: "custom", message: "must be a domain such as partner.example" });
  return z.NEVER;
});

const displayName = optional(text(DISPLAY_NAME_LENGTH_MAX), null);

const azureActiveDirectoryTenant = object({ tenantId: guid, displayName });
const crossCloudAzureActiveDirectoryTenant = object({
  cloudInstance: name(CLOUD_INSTANCE_LENGTH_MAX),
  tenantId: guid,
  displayName,
});
const domainIdentitySource = object({ domainName: domain, displayName });
const externalDomainFederation = object({
  domainName: domain,
  issuerUri: name(ISSUER_URI_LENGTH_MAX),
  displayName,
});
const socialIdentitySource = object({ socialIdentitySourceType: oneOf(["facebook"]), displayName });

const READERS: { readonly [K in IdentitySource["kind"]]: z.ZodType<IdentitySource> } = {
  azureActiveDirectoryTenant: azureActiveDirectoryTenant.transform((source) => ({
    kind: "azureActiveDirectoryTenant",
    ...source,
  })),
  crossCloudAzureActiveDirectoryTenant: crossCloudAzureActiveDirectoryTenant.transform((source) => ({
    kind: "crossCloudAzureActiveDirectoryTenant",
    ...source,
  })),
  domainIdentitySource: domainIdentitySource.transform((source) => ({
    kind: "domainIdentitySource",
    ...source,
  })),
  externalDomainFederation: externalDomainFederation.transform((source) => ({
    kind: "externalDomainFederation",
    ...source,
  })),
  socialIdentitySource: socialIdentitySource.transform((source) => ({
    kind: "socialIdentitySource",
    ...source,
  })),
};

// The keys are those of the type above.
const KINDS = Object.keys(READERS) as readonly IdentitySource["kind"][];

const identitySource: z.ZodType<IdentitySource> = z.unknown().transform((value, context) => {
  const written = typeNameOf(value)?.toLowerCase();
  const kind = KINDS.find((one) => one.toLowerCase() === written);
  if (!isJsonObject(value) || kind === undefined) {
    context.addIssue({
      code: "custom",
      path: ["@odata.type"],
      message: `must name one of ${KINDS.join(", ")}, as in "#microsoft.graph.domainIdentitySource"`,
    });
    return z.NEVER;
  }
  const read = READERS[kind].safeParse(value);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

const organizationName = name(DISPLAY_NAME_LENGTH_MAX);
const description = text(DESCRIPTION_LENGTH_MAX);
const state = oneOf(["configured", "proposed"]);
const identitySources = listOf(identitySource, IDENTITY_SOURCES_MAX);

export const newConnectedOrganization: z.ZodType<CreateConnectedOrganizationInput> = object({
  displayName: organizationName,
  description: optional(description, null),
  state: optional(state, "configured"),
  identitySources: optional(identitySources, []),
});

export const connectedOrganizationChanges: z.ZodType<Partial<CreateConnectedOrganizationInput>> = object({
  displayName: maybe(organizationName),
  description: maybeNull(description),
  state: maybe(state),
  identitySources: maybe(identitySources),
}).transform(withoutUndefined);
