/** Resources, their roles, scopes and environments, and the roles that packages give, with what can be expanded from them. */
import type { ResourceRoleScope } from "../domain/access-package/access-package.js";
import type { Resource } from "../domain/catalog/resource.js";
import type { ResourceEnvironment } from "../domain/catalog/resource-environment.js";
import type { EntityType } from "./entity-type.js";
import { loadEnvironments, loadSites } from "./load/resource-environments.js";
import { loadResourcesOf, rolesOf, scopesOf } from "./load/resource-parts.js";
import { toMany, toOne } from "./navigation.js";
import { RELATED_TO_CATALOG } from "./related-types.js";
import { resourceRoleScopeShape } from "./shapes/access-package.js";
import {
  type ResourceSummary,
  type RoleOfResource,
  resourceEnvironmentShape,
  resourceRoleShape,
  resourceScopeShape,
  resourceShape,
  resourceSummaryShape,
  type ScopeOfResource,
} from "./shapes/resource.js";

const resourceSummaryType: EntityType<ResourceSummary> = { ...resourceSummaryShape, navigation: {} };

export const resourceRoleType: EntityType<RoleOfResource> = {
  ...resourceRoleShape,
  navigation: {
    resource: toOne("accessPackageResource", () => resourceSummaryType, loadResourcesOf),
  },
};

export const resourceScopeType: EntityType<ScopeOfResource> = {
  ...resourceScopeShape,
  navigation: {
    resource: toOne("accessPackageResource", () => resourceSummaryType, loadResourcesOf),
  },
};

export const resourceType: EntityType<Resource> = {
  ...resourceShape,
  related: RELATED_TO_CATALOG,
  navigation: {
    roles: toMany(
      "accessPackageResourceRole",
      () => resourceRoleType,
      async (resources) => resources.map(rolesOf),
    ),
    scopes: toMany(
      "accessPackageResourceScope",
      () => resourceScopeType,
      async (resources) => resources.map(scopesOf),
    ),
    environment: toOne("accessPackageResourceEnvironment", () => resourceEnvironmentType, loadEnvironments),
  },
};

export const resourceEnvironmentType: EntityType<ResourceEnvironment> = {
  ...resourceEnvironmentShape,
  navigation: { resources: toMany("accessPackageResource", () => resourceType, loadSites) },
};

export const resourceRoleScopeType: EntityType<ResourceRoleScope> = {
  ...resourceRoleScopeShape,
  navigation: {
    role: toOne(
      "accessPackageResourceRole",
      () => resourceRoleType,
      async (all) => all.map(({ role, resource }) => ({ model: { ...role, resource } })),
    ),
    scope: toOne(
      "accessPackageResourceScope",
      () => resourceScopeType,
      async (all) => all.map(({ scope, resource }) => ({ model: { ...scope, resource } })),
    ),
  },
};
