/** Settings of the tenant: external users, this product's own switches, and what end users see. */
import {
  updateEndUserSettings,
  updateTenantSettings,
} from "../../application/commands/update-tenant-settings.js";
import type { ReadSettings } from "../../application/governance/tenant-settings.js";
import { getTenantSettings } from "../../application/queries/get-tenant-settings.js";
import { done, type Outcome } from "../../domain/errors.js";
import type { TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { Endpoint } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { endUserSettingsType, tenantSettingsType } from "../graph-types.js";
import { change, get, replace, smallList } from "../rows.js";
import { endUserSettingsChanges, newEndUserSettings, tenantSettingsChanges } from "../schema/settings.js";
import { EM, READ, WRITE } from "./base.js";

const SETTINGS = `${EM}/settings`;
const CONFIGURATIONS = `${EM}/controlConfigurations`;
const END_USER_SETTINGS = `${CONFIGURATIONS}/endUserSettings`;

export const SETTINGS_ENDPOINTS: readonly Endpoint[] = [
  get({
    path: SETTINGS,
    permission: READ,
    action: "viewTenantSettings",
    type: tenantSettingsType,
    context: "identityGovernance/entitlementManagement/settings",
    find: ({ ports, call }) => itemFrom(getTenantSettings(ports, call)),
  }),
  change({
    method: "PATCH",
    path: SETTINGS,
    permission: WRITE,
    action: "manageTenantSettings",
    body: tenantSettingsChanges,
    status: 204,
    run: ({ ports, call, ifMatch }, changes) => updateTenantSettings(ports, call, { changes, ifMatch }),
  }),
  smallList({
    path: CONFIGURATIONS,
    permission: READ,
    action: "viewTenantSettings",
    type: endUserSettingsType,
    all: async ({ ports, call }) => {
      const item = await itemFrom(getTenantSettings(ports, call));
      return item.kind === "refused" ? item : done([item.value]);
    },
  }),
  get({
    path: END_USER_SETTINGS,
    permission: READ,
    action: "viewTenantSettings",
    type: endUserSettingsType,
    find: ({ ports, call }) => itemFrom(getTenantSettings(ports, call)),
  }),
  replace({
    method: "PUT",
    path: END_USER_SETTINGS,
    permission: WRITE,
    action: "manageTenantSettings",
    type: endUserSettingsType,
    body: newEndUserSettings,
    status: 200,
    run: ({ ports, call, ifMatch }, changes) =>
      itemFrom(updateEndUserSettings(ports, call, { changes, ifMatch })),
  }),
  replace({
    method: "PATCH",
    path: END_USER_SETTINGS,
    permission: WRITE,
    action: "manageTenantSettings",
    type: endUserSettingsType,
    body: endUserSettingsChanges,
    status: 200,
    run: ({ ports, call, ifMatch }, changes) =>
      itemFrom(updateEndUserSettings(ports, call, { changes, ifMatch })),
  }),
];

async function itemFrom(outcome: Promise<Outcome<ReadSettings>>): Promise<Outcome<Item<TenantSettings>>> {
  const settled = await outcome;
  if (settled.kind === "refused") return settled;
  const { settings, etag } = settled.value;
  return done({ model: settings, ...(etag === undefined ? {} : { etag }) });
}
