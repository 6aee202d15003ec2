/** A bundle of resource roles that is requested and assigned as one (Graph: accessPackage). */
import type { OriginSystem, ResourceRole, ResourceScope } from "../catalog/resource.js";
import type { Instant } from "../time/instant.js";

/** Lives in partition `catalog/{catalogId}`. */
export type AccessPackage = {
  readonly kind: "accessPackage";
  readonly id: string;
  readonly catalogId: string;
  readonly displayName: string;
  readonly description: string | null;
  /** Hidden packages are not listed, but can be requested by whoever has the link and a policy that allows it. */
  readonly isHidden: boolean;
  readonly resourceRoleScopes: readonly ResourceRoleScope[];
  /** Holders of these packages may not get this one (one direction only). */
  readonly incompatibleAccessPackageIds: readonly string[];
  /** Members of these groups may not get this one. */
  readonly incompatibleGroupIds: readonly string[];
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};

/** One role of one resource that the package gives (Graph: accessPackageResourceRoleScope). */
export type ResourceRoleScope = {
  /** `{role.id}_{scope.id}` */
  readonly id: string;
  readonly createdDateTime: Instant;
  readonly role: ResourceRole;
  readonly scope: ResourceScope;
  readonly resource: {
    readonly id: string;
    readonly displayName: string;
    readonly description: string | null;
    readonly originId: string;
    readonly originSystem: OriginSystem;
  };
};
