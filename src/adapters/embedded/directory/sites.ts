/** Sites and who has which permission role of them. */
import type { NewSite, Sites } from "../../../application/ports/directory-administration.js";
import type {
  SiteDocument,
  SitePermissionDocument,
  SiteRole,
} from "../../../application/ports/directory-objects.js";
import { done, refused } from "../../../domain/errors.js";
import { addRow, change, create, type DirectoryPorts, notFound, removeRow } from "./change.js";
import { deleteObject } from "./delete-object.js";
import { type Principal, principal } from "./principal.js";
import { firstRow, object } from "./rows.js";
import { openSerial } from "./serial.js";

/** What a site offers unless it says otherwise; the numbers are SharePoint's usual ones (spec/domain.md 3.1: "4" = Contributors). */
const DEFAULT_SITE_ROLES: readonly SiteRole[] = [
  { id: "3", displayName: "Owners", description: "Full control", managesPermissions: true },
  { id: "4", displayName: "Contributors", description: "Read, add, change and delete" },
  { id: "5", displayName: "Visitors", description: "Read" },
];

export function openSites(ports: DirectoryPorts): Sites {
  const byUrl = openSerial();
  return {
    create(input) {
      const document = newSite(ports, input);
      return byUrl(document.webUrlKey, async () => {
        const taken = await firstRow<SiteDocument>(ports.documents, "site", {
          op: "eq",
          path: "webUrlKey",
          value: document.webUrlKey,
        });
        return taken === undefined
          ? create<"site">(ports, document)
          : refused("BadRequest", `There is a site at ${document.webUrl} already: ${taken.id}.`, "webUrl");
      });
    },
    update: (id, changes, ifMatch) =>
      change(
        ports,
        "site",
        id,
        (site) => done({ ...site, ...changes, modifiedDateTime: ports.clock.now() }),
        ifMatch,
      ),
    delete: (id, ifMatch) => deleteObject(ports, "site", id, ifMatch),
    async grant(siteId, roleId, principalId) {
      const site = await object(ports.documents, "site", siteId);
      if (site === undefined) return notFound("site", siteId);
      if (!site.roles.some((role) => role.id === roleId)) {
        return refused(
          "RoleNotFound",
          `Site "${site.displayName}" has no permission role ${roleId}.`,
          "roles",
        );
      }
      const holder = await principal(ports, principalId);
      if (holder === undefined) return notFound("object", principalId);
      const permission = sitePermission(siteId, roleId, holder);
      return done({ permission, added: (await addRow(ports, siteId, permission)) === "added" });
    },
    revoke: (siteId, permissionId) => removeRow(ports, siteId, permissionId),
  };
}

/** The form in which addresses are compared: lower case, no slash at the end. */
export function siteKey(url: string): string {
  return url.toLowerCase().replace(/\/+$/, "");
}

export function newSite(ports: DirectoryPorts, input: NewSite): SiteDocument {
  const now = ports.clock.now();
  return {
    kind: "site",
    id: input.id ?? ports.ids.next(),
    displayName: input.displayName,
    description: input.description ?? null,
    webUrl: input.webUrl,
    webUrlKey: siteKey(input.webUrl),
    roles: input.roles ?? DEFAULT_SITE_ROLES,
    ...(input.environmentUrl === undefined ? {} : { environmentUrl: input.environmentUrl }),
    createdDateTime: now,
    modifiedDateTime: now,
  };
}

export function sitePermissionId(roleId: string, principalId: string): string {
  return `permission.${roleId}.${principalId}`;
}

function sitePermission(siteId: string, roleId: string, holder: Principal): SitePermissionDocument {
  return {
    kind: "sitePermission",
    id: sitePermissionId(roleId, holder.principalId),
    siteId,
    roleId,
    ...holder,
  };
}
