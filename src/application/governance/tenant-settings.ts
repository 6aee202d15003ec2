/** The settings of the whole organization as they are now; the defaults until somebody has changed something. */
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { Ports } from "../ports/ports.js";
import { TENANT_PARTITION } from "./find.js";

export async function loadTenantSettings(ports: Pick<Ports, "documents">): Promise<TenantSettings> {
  const stored = await ports.documents.get<TenantSettings>(
    "governance",
    TENANT_PARTITION,
    DEFAULT_TENANT_SETTINGS.id,
  );
  // What a later version added to the settings has its default in documents that were written before.
  return stored === undefined ? DEFAULT_TENANT_SETTINGS : { ...DEFAULT_TENANT_SETTINGS, ...stored.document };
}
