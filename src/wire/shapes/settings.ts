/**
 * entitlementManagementSettings and endUserSettings on the wire. What Graph has no property for (this product's own switches, the limits,
 * the tenants and domains) stands beside Graph's own in /settings: one object, one version, one PATCH.
 */
import { LIMIT_TABLE } from "../../domain/tenant/limit-table.js";
import type { TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { Shape } from "../entity-type.js";

const LIFECYCLE_ACTIONS = ["none", "blockSignIn", "blockSignInAndDelete"] as const;
const INSIGHT_LEVELS = ["disabled", "count", "countAndNames"] as const;

export const tenantSettingsShape = {
  name: "entitlementManagementSettings",
  properties: {
    id: "string",
    externalUserLifecycleAction: { oneOf: LIFECYCLE_ACTIONS },
    durationUntilExternalUserDeletedAfterBlocked: "duration",
    isApprovalEnforcedForDirectAssignment: "boolean",
    arePackagesForSpecificPeopleListedToMembers: "boolean",
    limits: "complex",
    knownTenants: "complex",
    externalDomains: "complex",
    modifiedDateTime: "dateTime",
  },
  indexed: {},
  write: (settings) => ({
    id: "singleton",
    externalUserLifecycleAction: settings.externalUserLifecycleAction,
    durationUntilExternalUserDeletedAfterBlocked: settings.durationUntilExternalUserDeletedAfterBlocked,
    isApprovalEnforcedForDirectAssignment: settings.isApprovalEnforcedForDirectAssignment,
    arePackagesForSpecificPeopleListedToMembers: settings.arePackagesForSpecificPeopleListedToMembers,
    // Every limit as it holds now, overridden or not.
    limits: Object.fromEntries(
      Object.entries(LIMIT_TABLE).map(([name, limit]) => [
        name,
        Object.entries(settings.limits).find(([overridden]) => overridden === name)?.[1] ?? limit.default,
      ]),
    ),
    knownTenants: settings.knownTenants.map(({ tenantId, displayName, domains }) => ({
      tenantId,
      displayName,
      domains,
    })),
    externalDomains: { ...settings.externalDomains },
    modifiedDateTime: settings.modifiedDateTime,
  }),
} satisfies Shape<TenantSettings>;

/** A controlConfiguration; the only one there is. */
export const endUserSettingsShape = {
  name: "endUserSettings",
  properties: {
    id: "string",
    isEnabled: "boolean",
    showApproverDetailsToMembers: "boolean",
    relatedPeopleInsightLevel: { oneOf: INSIGHT_LEVELS },
    createdBy: "string",
    createdDateTime: "dateTime",
    modifiedBy: "string",
    modifiedDateTime: "dateTime",
  },
  indexed: {},
  write: ({ endUser }) => ({
    "@odata.type": "#microsoft.graph.endUserSettings",
    id: "endUserSettings",
    isEnabled: endUser.isEnabled,
    showApproverDetailsToMembers: endUser.showApproverDetailsToMembers,
    relatedPeopleInsightLevel: endUser.relatedPeopleInsightLevel,
    createdBy: endUser.createdBy,
    createdDateTime: endUser.createdDateTime,
    modifiedBy: endUser.modifiedBy,
    modifiedDateTime: endUser.modifiedDateTime,
  }),
} satisfies Shape<TenantSettings>;
