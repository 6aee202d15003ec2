/** A container of resources and access packages, and the unit of delegation (Graph: accessPackageCatalog). */
import type { Instant } from "../time/instant.js";

/** Lives in partition `catalog/{id}` of `governance`, together with its resources, packages and policies. */
export type Catalog = {
  readonly kind: "catalog";
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly catalogType: "userManaged" | "serviceDefault" | "serviceManaged";
  /** Unpublished hides the packages and blocks requests; direct assignment stays possible. */
  readonly state: "unpublished" | "published";
  readonly isExternallyVisible: boolean;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};
