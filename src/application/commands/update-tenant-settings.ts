/** Changes what holds for the whole organization. */
import { done, type Outcome } from "../../domain/errors.js";
import { settingsProblem } from "../../domain/tenant/settings-problems.js";
import type { EndUserSettings, TenantSettings } from "../../domain/tenant/tenant-settings.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { TENANT_PARTITION } from "../governance/find.js";
import { actorOf, changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { type ReadSettings, readTenantSettings } from "../governance/tenant-settings.js";
import type { Operation } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

const COMPARED = [
  "externalUserLifecycleAction",
  "durationUntilExternalUserDeletedAfterBlocked",
  "isApprovalEnforcedForDirectAssignment",
  "arePackagesForSpecificPeopleListedToMembers",
  "limits",
  "knownTenants",
  "externalDomains",
] as const;

const COMPARED_FOR_END_USERS = [
  "isEnabled",
  "showApproverDetailsToMembers",
  "relatedPeopleInsightLevel",
] as const;

export type TenantSettingsChanges = Partial<Pick<TenantSettings, (typeof COMPARED)[number]>>;
export type EndUserSettingsChanges = Partial<Pick<EndUserSettings, (typeof COMPARED_FOR_END_USERS)[number]>>;

/** What is left out stays. `limits` are merged one by one by whoever reads the body. */
export function updateTenantSettings(
  ports: Ports,
  call: Call,
  input: {
    readonly changes: (before: TenantSettings) => TenantSettingsChanges;
    readonly ifMatch?: string | undefined;
  },
): Promise<Outcome<ReadSettings>> {
  return change(ports, call, input.ifMatch, "entitlementManagementSettings", (before) => {
    const after = { ...before, ...input.changes(before) };
    return { after, changes: changesBetween(before, after, COMPARED) };
  });
}

export function updateEndUserSettings(
  ports: Ports,
  call: Call,
  input: { readonly changes: EndUserSettingsChanges; readonly ifMatch?: string | undefined },
): Promise<Outcome<ReadSettings>> {
  const now = ports.clock.now();
  const { id } = actorOf(call);
  return change(ports, call, input.ifMatch, "endUserSettings", (before) => {
    const endUser: EndUserSettings = {
      ...before.endUser,
      ...input.changes,
      createdDateTime: before.endUser.createdDateTime ?? now,
      createdBy: before.endUser.createdBy ?? id,
      modifiedDateTime: now,
      modifiedBy: id,
    };
    return {
      after: { ...before, endUser },
      changes: changesBetween(before.endUser, endUser, COMPARED_FOR_END_USERS),
    };
  });
}

type Changed = { readonly after: TenantSettings; readonly changes: ReturnType<typeof changesBetween> };

async function change(
  ports: Ports,
  call: Call,
  ifMatch: string | undefined,
  type: "entitlementManagementSettings" | "endUserSettings",
  decide: (before: TenantSettings) => Changed,
): Promise<Outcome<ReadSettings>> {
  const denied = await authorize(ports, call.caller, "manageTenantSettings", null);
  if (denied !== undefined) return denied;
  return untilUnchanged(async () => {
    const { settings: before, etag } = await readTenantSettings(ports);
    const stale = staleVersion({ etag: etag ?? "" }, ifMatch);
    if (stale !== undefined) return stale;
    const { after, changes } = decide(before);
    const settings: TenantSettings = {
      ...after,
      modifiedDateTime: ports.clock.now(),
      modifiedBy: actorOf(call).id,
    };
    const problem = settingsProblem(settings);
    if (problem !== undefined) return problem;
    const write: Operation =
      etag === undefined
        ? { op: "create", document: settings }
        : { op: "replace", document: settings, ifMatch: etag };
    const result = await ports.documents.batch("governance", TENANT_PARTITION, [
      write,
      eventOperation(ports, call, {
        type: "tenantSettingsUpdated",
        partition: TENANT_PARTITION,
        object: { type, id: type === "endUserSettings" ? type : "singleton", displayName: null },
        related: {},
        changes,
      }),
    ]);
    if (result.kind === "conflict") return "changed";
    const written = result.etags.get(settings.id);
    return done({ settings, ...(written === undefined ? {} : { etag: written }) });
  });
}
