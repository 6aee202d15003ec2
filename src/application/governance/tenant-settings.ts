/** The settings of the whole organization as they are now; the defaults until somebody has changed something. */
import { DEFAULT_TENANT_SETTINGS, type TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { Ports } from "../ports/ports.js";
import { TENANT_PARTITION } from "./find.js";

/** Without a version while nobody has changed anything: there is no document then. */
export type ReadSettings = { readonly settings: TenantSettings; readonly etag?: string };

export async function loadTenantSettings(ports: Pick<Ports, "documents">): Promise<TenantSettings> {
  return (await readTenantSettings(ports)).settings;
}

/** As above, with the version that was read. */
export async function readTenantSettings(ports: Pick<Ports, "documents">): Promise<ReadSettings> {
  const stored = await ports.documents.get<TenantSettings>(
    "governance",
    TENANT_PARTITION,
    DEFAULT_TENANT_SETTINGS.id,
  );
  if (stored === undefined) return { settings: DEFAULT_TENANT_SETTINGS };
  // What a later version added to the settings has its default in documents that were written before.
  return { settings: { ...DEFAULT_TENANT_SETTINGS, ...stored.document }, etag: stored.etag };
}
