/** A directory object registered in a catalog, with the roles it offers (Graph: accessPackageResource, ...Role, ...Scope). */
import type { Json } from "../json.js";
import type { Instant } from "../time/instant.js";

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
  /** Group id, service principal id or site URL: see spec/domain.md 3.1. */
  readonly originId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly attributes: readonly Json[];
  readonly roles: readonly ResourceRole[];
  readonly scopes: readonly ResourceScope[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

export type ResourceRole = {
  /** ids.derive("resourceRole", resource.id, originId): stable from the start, unlike Entra's, which is minted on first use. */
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  /** `Member_{groupId}`, `Owner_{groupId}`, an app role id, or a site permission's number. */
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
