/** What holds for the whole organization (Graph: entitlementManagementSettings and endUserSettings, and this product's own switches). */
import type { Duration } from "../time/duration.js";
import type { Instant } from "../time/instant.js";
import type { LimitName } from "./limit-table.js";

/** Lives in partition `tenant` of `governance` under the id `settings`; until somebody changes something there is none, and the defaults hold. */
export type TenantSettings = {
  readonly kind: "tenantSettings";
  readonly id: "settings";
  /** What becomes of a governed guest whose last assignment ends. */
  readonly externalUserLifecycleAction: "none" | "blockSignIn" | "blockSignInAndDelete";
  readonly durationUntilExternalUserDeletedAfterBlocked: Duration;
  readonly endUser: EndUserSettings;
  /** An administrator's direct assignment goes through the policy's approval too (spec/domain.md 6.2; Entra's preview switch, off there as well). */
  readonly isApprovalEnforcedForDirectAssignment: boolean;
  /** Packages for named people and groups are listed to every member unless hidden; who may request them stays as it is (spec/domain.md 20, 12). */
  readonly arePackagesForSpecificPeopleListedToMembers: boolean;
  /** Limits that differ from the default of the limit table. */
  readonly limits: Readonly<Partial<Record<LimitName, number>>>;
  /**
   * Which domains belong to which tenant. Entra asks Microsoft; here an administrator says it. Whoever has an address in one of these
   * domains belongs to the organization only when signed in to that tenant.
   */
  readonly knownTenants: readonly KnownTenant[];
  readonly externalDomains: ExternalDomains;
  readonly modifiedDateTime: Instant | null;
  /** Object id of who changed it last. */
  readonly modifiedBy: string | null;
};

export type KnownTenant = {
  readonly tenantId: string;
  readonly displayName: string | null;
  /** In lower case. A domain belongs to one tenant. */
  readonly domains: readonly string[];
};

/** Which mail domains people from outside may have; it wins over every policy. In lower case. */
export type ExternalDomains = {
  /** Empty: every domain that is not blocked. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
};

/** Graph: endUserSettings (a controlConfiguration). */
export type EndUserSettings = {
  readonly isEnabled: boolean;
  /** May requestors see who is asked to approve, where the stage does not say otherwise? */
  readonly showApproverDetailsToMembers: boolean;
  readonly relatedPeopleInsightLevel: "disabled" | "count" | "countAndNames";
  readonly createdDateTime: Instant | null;
  readonly createdBy: string | null;
  readonly modifiedDateTime: Instant | null;
  readonly modifiedBy: string | null;
};

/** Thirty days: Entra's default. */
const DELETED_AFTER = "P30D" as Duration; // has the form that parseDuration asks for

export const DEFAULT_TENANT_SETTINGS: TenantSettings = {
  kind: "tenantSettings",
  id: "settings",
  externalUserLifecycleAction: "blockSignInAndDelete",
  durationUntilExternalUserDeletedAfterBlocked: DELETED_AFTER,
  endUser: {
    isEnabled: true,
    showApproverDetailsToMembers: false,
    relatedPeopleInsightLevel: "count",
    createdDateTime: null,
    createdBy: null,
    modifiedDateTime: null,
    modifiedBy: null,
  },
  isApprovalEnforcedForDirectAssignment: false,
  arePackagesForSpecificPeopleListedToMembers: true,
  limits: {},
  knownTenants: [],
  externalDomains: { allowed: [], blocked: [] },
  modifiedDateTime: null,
  modifiedBy: null,
};
