/** Every endpoint of the directory: there where the product keeps the directory itself. */
import type { Endpoint } from "../endpoint.js";
import { applicationEndpoints } from "./application-endpoints.js";
import { azureResourceEndpoints } from "./azure-resource-endpoints.js";
import { groupEndpoints } from "./group-endpoints.js";
import { roleEndpoints } from "./role-endpoints.js";
import { siteEndpoints } from "./site-endpoints.js";
import { userEndpoints } from "./user-endpoints.js";

export const DIRECTORY_ENDPOINTS: readonly Endpoint[] = [
  ...userEndpoints,
  ...groupEndpoints,
  ...applicationEndpoints,
  ...siteEndpoints,
  ...azureResourceEndpoints,
  ...roleEndpoints,
];
