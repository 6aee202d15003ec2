/** A directory object registered in a catalog, with the roles it offers (Graph: accessPackageResource, ...Role, ...Scope). */
import type { Instant } from "../time/instant.js";
import type { ResourceAttribute } from "./resource-attribute.js";

export type OriginSystem =
  | "AadGroup"
  | "AadApplication"
  | "SharePointOnline"
  | "DirectoryRole"
  | "AzureResources";

export type Resource = {
  readonly kind: "resource";
  readonly id: string;
  readonly catalogId: string;
  readonly originSystem: OriginSystem;
  /** Group id, service principal id, site URL, role template id or ARM id: see spec/domain.md 3.1. */
  readonly originId: string;
  /** What kind of thing it is, in the words of its origin: "Team", "Security Group", "Subscription" ... */
  readonly resourceType?: string;
  /** Sites only: the geography in which it lies. */
  readonly environmentId?: string;
  readonly displayName: string;
  readonly description: string | null;
  /** What it asks of whoever requests a package with it. */
  readonly attributes: readonly ResourceAttribute[];
  readonly roles: readonly ResourceRole[];
  readonly scopes: readonly ResourceScope[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

export type ResourceRole = {
  /** Derived from resource, originId and type: stable from the start, unlike Entra's, which is minted on first use. */
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  /** `Member_{groupId}`, an app role id, a site permission's number, `Active`, an Azure role definition ...: see spec/domain.md 3.1. */
  readonly originId: string;
  readonly originSystem: OriginSystem;
  readonly type: "active" | "eligible" | "application" | "delegated";
};

export type ResourceScope = {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly originId: string;
  readonly originSystem: OriginSystem;
  readonly isRootScope: boolean;
};

/** Graph: accessPackageResourceRequest. Completed at once, kept as a record. */
export type ResourceRequest = {
  readonly kind: "resourceRequest";
  readonly id: string;
  readonly catalogId: string;
  readonly requestType: "adminAdd" | "adminUpdate" | "adminRemove";
  readonly state: "delivered" | "deliveryFailed";
  /** The resource as it was when the request was carried out. */
  readonly resource: Resource;
  readonly createdDateTime: Instant;
};
