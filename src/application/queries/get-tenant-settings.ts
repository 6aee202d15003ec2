/** The settings of the tenant, for administrators and those who read for the tenant as a whole. */
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { type ReadSettings, readTenantSettings } from "../governance/tenant-settings.js";
import type { Ports } from "../ports/ports.js";

export async function getTenantSettings(ports: Ports, call: Call): Promise<Outcome<ReadSettings>> {
  const denied = await authorize(ports, call.caller, "viewTenantSettings", null);
  return denied ?? done(await readTenantSettings(ports));
}
