/** Catalog, resources and callers for the tests of resources over HTTP, in few words. */
import type { Caller } from "../../src/domain/authorization/caller.js";
import { DIRECTORY_ROLES, ENTITLEMENT_ROLES } from "../../src/domain/authorization/role.js";
import {
  ALL_SCOPES,
  type Answered,
  at,
  EM,
  idOf,
  openSurface,
  ROLES,
  type Surface,
} from "./surface-fixture.js";

export const NO_ID = "00000000-0000-0000-0000-000000000000";
export const SUBSCRIPTION = "/subscriptions/38ab2ccc-3747-4567-b36b-9478f5602f0d";
export const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/landing-zones";
export const READER =
  "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
export const SITE = "https://contoso.sharepoint.com/sites/Marketing";

export const DONE = [201, undefined];
export const LACKS_RIGHT = [400, "CallerNotResourceOwner"];
export const REFUSED = [400, "BadRequest"];

export type Sent = Readonly<Record<string, unknown>>;
type As = string | Caller;

/** Status and error code of an answer. */
export function said(answer: { readonly status: number; readonly body: unknown }) {
  return [answer.status, at(answer.body, "error/code")];
}

export function directoryRole(name: keyof typeof DIRECTORY_ROLES): string {
  return DIRECTORY_ROLES[name].templateId;
}

/** A catalog that "owner" and "somebody" own. */
export class ResourceCalls {
  readonly surface: Surface;
  readonly catalogId: string;

  private constructor(surface: Surface, catalogId: string) {
    this.surface = surface;
    this.catalogId = catalogId;
  }

  static async open(): Promise<ResourceCalls> {
    const surface = await openSurface();
    const created = await surface.call("POST", `${EM}/catalogs`, {
      as: "admin",
      body: { displayName: "Engineering" },
    });
    const calls = new ResourceCalls(surface, idOf(created));
    for (const to of ["owner", "somebody"])
      await calls.call("POST", `${ROLES}/roleAssignments`, {
        principalId: surface.people[to]?.objectId,
        roleDefinitionId: ENTITLEMENT_ROLES.catalogOwner.id,
        appScopeId: `/AccessPackageCatalog/${calls.catalogId}`,
      });
    return calls;
  }

  call(method: string, path: string, body?: unknown, as: As = "admin"): Promise<Answered> {
    return this.surface.call(method, path, { as, body });
  }

  post(path: string, body: unknown, as: As = "admin"): Promise<Answered> {
    return this.call("POST", `${EM}${path}`, body, as);
  }

  get(path: string): Promise<Answered> {
    return this.call("GET", `${EM}${path}`);
  }

  async made(path: string, body: unknown): Promise<string> {
    return idOf(await this.call("POST", `/v1.0${path}`, body));
  }

  aGroup(says: Sent = {}): Promise<string> {
    return this.made("/groups", { displayName: "Group", mailEnabled: false, mailNickname: "g", ...says });
  }

  async aPackage(): Promise<string> {
    return idOf(
      await this.post("/accessPackages", { displayName: "Tools", catalog: { id: this.catalogId } }),
    );
  }

  request(requestType: string, resource: Sent, as: As = "admin", catalogId = this.catalogId) {
    return this.post("/resourceRequests", { requestType, catalog: { id: catalogId }, resource }, as);
  }

  add(originSystem: string, originId: string | undefined, as: As = "admin", more: Sent = {}) {
    return this.request("adminAdd", { originSystem, originId, ...more }, as);
  }

  /** The resource with its roles, scopes and environment; undefined when the catalog does not have it. */
  async resource(originId: string): Promise<unknown> {
    const found = await this.get(
      `/catalogs/${this.catalogId}/resources?$filter=originId eq '${originId}'&$expand=roles,scopes,environment`,
    );
    return at(found.body, "value/0");
  }

  /** Name, origin and type of each role of the resource. */
  async roles(originId: string): Promise<readonly (readonly unknown[])[]> {
    const roles = at(await this.resource(originId), "roles");
    if (!Array.isArray(roles)) throw new Error(`The catalog has no resource ${originId}.`);
    return roles.map((role) => [at(role, "displayName"), at(role, "originId"), at(role, "type")]);
  }

  /** Owns the catalog, and nothing else than it has this role of the directory. */
  withRole(held: keyof typeof DIRECTORY_ROLES): Caller {
    return {
      kind: "user",
      objectId: this.surface.people["owner"]?.objectId ?? "",
      tenantId: "tenant",
      displayName: "Owner",
      userPrincipalName: "owner@example.org",
      appId: null,
      scopes: ALL_SCOPES,
      directoryRoleIds: [directoryRole(held)],
    };
  }
}
