/** A geography of SharePoint: where a site lies (Graph: accessPackageResourceEnvironment). */
import type { Instant } from "../time/instant.js";

/** Lives in partition `tenant` of `governance`. */
export type ResourceEnvironment = {
  readonly kind: "resourceEnvironment";
  /** ids.derive("resourceEnvironment", originSystem, originId in lower case). */
  readonly id: string;
  readonly originSystem: "SharePointOnline";
  /** The address of the geography: https://contoso.sharepoint.com/ */
  readonly originId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly isDefaultEnvironment: boolean;
  readonly createdDateTime: Instant;
  readonly modifiedDateTime: Instant;
};
