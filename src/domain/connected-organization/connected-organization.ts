/** Another organization whose people are recognised (Graph: connectedOrganization). */
import type { Instant } from "../time/instant.js";

/** Lives in partition `tenant` of `governance`. */
export type ConnectedOrganization = {
  readonly kind: "connectedOrganization";
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  /** `proposed`: came up by itself, and counts only for policies that name it (spec/domain.md 13). */
  readonly state: "configured" | "proposed";
  readonly identitySources: readonly IdentitySource[];
  /** What the sources come to, for finding the organization of a person: `tenant:{id}`, `domain:{name}`, `social:facebook`; see identity-sources.ts. */
  readonly identityKeys: readonly string[];
  /** Users or groups of the directory. */
  readonly internalSponsorIds: readonly string[];
  readonly externalSponsorIds: readonly string[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** How a person shows that they belong to it. `kind` is the Graph type name. */
export type IdentitySource =
  | {
      readonly kind: "azureActiveDirectoryTenant";
      readonly tenantId: string;
      readonly displayName: string | null;
    }
  | {
      readonly kind: "crossCloudAzureActiveDirectoryTenant";
      readonly cloudInstance: string;
      readonly tenantId: string;
      readonly displayName: string | null;
    }
  | {
      readonly kind: "domainIdentitySource";
      readonly domainName: string;
      readonly displayName: string | null;
    }
  | {
      readonly kind: "externalDomainFederation";
      readonly domainName: string;
      readonly issuerUri: string;
      readonly displayName: string | null;
    }
  | {
      readonly kind: "socialIdentitySource";
      readonly socialIdentitySourceType: "facebook";
      readonly displayName: string | null;
    };
