/** The limits as they hold now, and how much of each is used: for administrators and those who read the whole tenant. */
import { done, type Outcome } from "../../domain/errors.js";
import { LIMIT_NAMES, type LimitName, limitOf } from "../../domain/tenant/limit-table.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { isTenantLimit, usedOf } from "../governance/quotas.js";
import { loadTenantSettings } from "../governance/tenant-settings.js";
import type { Ports } from "../ports/ports.js";

export type Quota = {
  readonly name: LimitName;
  readonly limit: number;
  /** By a count at most ten seconds old; null for limits of each catalog, policy or person. */
  readonly used: number | null;
};

export async function listQuotas(ports: Ports, call: Call): Promise<Outcome<readonly Quota[]>> {
  const denied = await authorize(ports, call.caller, "viewTenantSettings", null);
  if (denied !== undefined) return denied;
  const settings = await loadTenantSettings(ports);
  const quotas = LIMIT_NAMES.map(async (name): Promise<Quota> => {
    const used = isTenantLimit(name) ? await usedOf(ports, name) : null;
    return { name, limit: limitOf(settings, name), used };
  });
  return done(await Promise.all(quotas));
}
