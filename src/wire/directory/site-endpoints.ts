/** /sites and their permissions. */
import { administerDirectory } from "../../application/commands/administer-directory.js";
import type { Sites } from "../../application/ports/directory-administration.js";
import type { SitePermissionDocument } from "../../application/ports/directory-objects.js";
import { getDirectoryObject, listDirectory } from "../../application/queries/read-directory.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { asItem, change, create, get, list } from "../rows.js";
import { removedOr } from "./added-or-removed.js";
import { READ_SITES, WRITE_SITES } from "./permissions.js";
import { newPermission, newSite, permissionType, siteChanges, siteType } from "./site.js";

const read = { permission: READ_SITES, action: "readDirectory" } as const;
const write = { permission: WRITE_SITES, action: "writeDirectory" } as const;

const siteId = ({ params }: EndpointCall): string => params["siteId"] ?? "";
const findSite = (call: EndpointCall) => getDirectoryObject(call.ports, call.call, "site", siteId(call));

const administer = <T>(call: EndpointCall, run: (sites: Sites) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  administerDirectory(call.ports, call.call, ({ sites }) => run(sites));

export const siteEndpoints: readonly Endpoint[] = [
  list({
    ...read,
    path: "/sites",
    type: siteType,
    query: ({ ports, call }, query) => listDirectory(ports, call, { kind: "site" }, query),
  }),
  get({ ...read, path: "/sites/{siteId}", type: siteType, find: (call) => asItem(findSite(call)) }),
  create({
    ...write,
    path: "/sites",
    type: siteType,
    body: newSite,
    run: (call, body) => administer(call, (sites) => asItem(sites.create(body))),
  }),
  change({
    ...write,
    method: "PATCH",
    path: "/sites/{siteId}",
    body: siteChanges,
    status: 204,
    run: (call, body) => administer(call, (sites) => sites.update(siteId(call), body, call.ifMatch)),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/sites/{siteId}",
    status: 204,
    run: (call) => administer(call, (sites) => sites.delete(siteId(call), call.ifMatch)),
  }),
  list({
    ...read,
    path: "/sites/{siteId}/permissions",
    type: permissionType,
    query: async (call, query) => {
      const site = await findSite(call);
      if (site.kind === "refused") return site;
      const source = { kind: "sitePermission", partition: site.value.document.id };
      return listDirectory<SitePermissionDocument>(call.ports, call.call, source, query);
    },
  }),
  create({
    ...write,
    path: "/sites/{siteId}/permissions",
    type: permissionType,
    body: newPermission,
    run: (call, { roleId, principalId }) =>
      administer(call, async (sites) => {
        const given = await sites.grant(siteId(call), roleId, principalId);
        if (given.kind === "refused") return given;
        return given.value.added
          ? done({ model: given.value.permission })
          : refused("BadRequest", `${principalId} has this role of the site already.`);
      }),
  }),
  change({
    ...write,
    method: "DELETE",
    path: "/sites/{siteId}/permissions/{permissionId}",
    textKeys: ["permissionId"],
    status: 204,
    run: (call) =>
      administer(call, async (sites) => {
        const permissionId = call.params["permissionId"] ?? "";
        return removedOr(done(await sites.revoke(siteId(call), permissionId)), `Permission ${permissionId}`);
      }),
  }),
];
