/** Reads the bodies of settings. What is left out of a PATCH stays as it is. */
import { z } from "zod";
import type {
  EndUserSettingsChanges,
  TenantSettingsChanges,
} from "../../application/commands/update-tenant-settings.js";
import { DISPLAY_NAME_LENGTH_MAX, EXPIRATION_DAYS_MAX } from "../../domain/catalog/limits.js";
import { LIMIT_NAMES, LIMIT_TABLE, type LimitName } from "../../domain/tenant/limit-table.js";
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from "../../domain/tenant/tenant-settings.js";
import { type Duration, msOfDuration } from "../../domain/time/duration.js";
import { withoutUndefined } from "./catalog.js";
import { domain } from "./connected-organization.js";
import { bool, duration, guid, integer, listOf, maybe, object, oneOf, optional, text } from "./lenient.js";

/** What one settings document can hold. */
const TENANTS_MAX = 2_500;
const DOMAINS_PER_TENANT_MAX = 100;
const LISTED_DOMAINS_MAX = 5_000;

const DAY_MS = 86_400_000;

/** 0 is "at once". */
const waiting: z.ZodType<Duration> = duration.refine(
  (value) => msOfDuration(value) <= EXPIRATION_DAYS_MAX * DAY_MS,
  `must be at most ${EXPIRATION_DAYS_MAX} days`,
);

/** `null` restores the default of the limit. */
const limits: z.ZodType<Readonly<Partial<Record<LimitName, number | null>>>> = object(
  Object.fromEntries(
    LIMIT_NAMES.map((name) => [
      name,
      integer(LIMIT_TABLE[name].min, LIMIT_TABLE[name].max).nullable().optional(),
    ]),
  ),
);

const knownTenant = object({
  tenantId: guid,
  displayName: optional(text(DISPLAY_NAME_LENGTH_MAX), null),
  domains: listOf(domain, DOMAINS_PER_TENANT_MAX),
});

const body = object({
  externalUserLifecycleAction: maybe(oneOf(["none", "blockSignIn", "blockSignInAndDelete"])),
  durationUntilExternalUserDeletedAfterBlocked: maybe(waiting),
  isApprovalEnforcedForDirectAssignment: maybe(bool),
  arePackagesForSpecificPeopleListedToMembers: maybe(bool),
  limits: maybe(limits),
  knownTenants: maybe(listOf(knownTenant, TENANTS_MAX)),
  externalDomains: maybe(
    object({
      allowed: optional(listOf(domain, LISTED_DOMAINS_MAX), []),
      blocked: optional(listOf(domain, LISTED_DOMAINS_MAX), []),
    }),
  ),
});

/** The changes, given what there is: limits are set one by one. */
export const tenantSettingsChanges: z.ZodType<(before: TenantSettings) => TenantSettingsChanges> =
  body.transform(({ limits: changed, ...rest }) => (before) => ({
    ...withoutUndefined(rest),
    ...(changed === undefined ? {} : { limits: merged(before.limits, changed) }),
  }));

function merged(
  before: TenantSettings["limits"],
  changed: Readonly<Partial<Record<LimitName, number | null | undefined>>>,
): TenantSettings["limits"] {
  const limitsAfter: Partial<Record<LimitName, number>> = { ...before };
  for (const name of LIMIT_NAMES) {
    const value = changed[name];
    if (value === null) delete limitsAfter[name];
    else if (value !== undefined) limitsAfter[name] = value;
  }
  return limitsAfter;
}

const insightLevel = oneOf(["disabled", "count", "countAndNames"]);

export const endUserSettingsChanges: z.ZodType<EndUserSettingsChanges> = object({
  isEnabled: maybe(bool),
  showApproverDetailsToMembers: maybe(bool),
  relatedPeopleInsightLevel: maybe(insightLevel),
}).transform(withoutUndefined);

const { endUser: defaults } = DEFAULT_TENANT_SETTINGS;

/** PUT: what is left out has its default. */
export const newEndUserSettings: z.ZodType<EndUserSettingsChanges> = object({
  isEnabled: optional(bool, defaults.isEnabled),
  showApproverDetailsToMembers: optional(bool, defaults.showApproverDetailsToMembers),
  relatedPeopleInsightLevel: optional(insightLevel, defaults.relatedPeopleInsightLevel),
});
