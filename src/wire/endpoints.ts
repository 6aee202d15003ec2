/** The endpoint table: everything the HTTP surface answers below /v1.0 and /beta. docs/http-surface.md is made from it. */
import { DIRECTORY_ENDPOINTS } from "./directory/endpoints.js";
import type { Endpoint } from "./endpoint.js";
import { ACCESS_PACKAGE_ENDPOINTS } from "./endpoints/access-packages.js";
import { APPROVAL_ENDPOINTS } from "./endpoints/approvals.js";
import { ASSIGNMENT_POLICY_ENDPOINTS } from "./endpoints/assignment-policies.js";
import { ASSIGNMENT_REQUEST_ENDPOINTS } from "./endpoints/assignment-requests.js";
import { ASSIGNMENT_ENDPOINTS } from "./endpoints/assignments.js";
import { AUDIT_ENDPOINTS } from "./endpoints/audits.js";
import { CATALOG_ENDPOINTS } from "./endpoints/catalogs.js";
import { REQUESTABLE_ENDPOINTS } from "./endpoints/requestable.js";
import { RESOURCE_ENDPOINTS } from "./endpoints/resources.js";
import { ROLE_ENDPOINTS } from "./endpoints/roles.js";
import { SUBJECT_ENDPOINTS } from "./endpoints/subjects.js";

export const ENDPOINTS: readonly Endpoint[] = [
  ...CATALOG_ENDPOINTS,
  ...RESOURCE_ENDPOINTS,
  ...ACCESS_PACKAGE_ENDPOINTS,
  ...REQUESTABLE_ENDPOINTS,
  ...ASSIGNMENT_POLICY_ENDPOINTS,
  ...ASSIGNMENT_REQUEST_ENDPOINTS,
  ...ASSIGNMENT_ENDPOINTS,
  ...APPROVAL_ENDPOINTS,
  ...SUBJECT_ENDPOINTS,
  ...ROLE_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...DIRECTORY_ENDPOINTS,
];
