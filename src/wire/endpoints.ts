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
import { CONNECTED_ORGANIZATION_ENDPOINTS } from "./endpoints/connected-organizations.js";
import { CUSTOM_WORKFLOW_EXTENSION_ENDPOINTS } from "./endpoints/custom-workflow-extensions.js";
import { DELEGATION_ENDPOINTS } from "./endpoints/delegations.js";
import { EXPLAIN_ENDPOINTS } from "./endpoints/explain.js";
import { EXPLAIN_AUTHORITY_ENDPOINTS } from "./endpoints/explain-authority.js";
import { QUOTA_ENDPOINTS } from "./endpoints/quotas.js";
import { REQUESTABLE_ENDPOINTS } from "./endpoints/requestable.js";
import { RESOURCE_ENVIRONMENT_ENDPOINTS } from "./endpoints/resource-environments.js";
import { RESOURCE_ENDPOINTS } from "./endpoints/resources.js";
import { ROLE_ENDPOINTS } from "./endpoints/roles.js";
import { SETTINGS_ENDPOINTS } from "./endpoints/settings.js";
import { SUBJECT_ENDPOINTS } from "./endpoints/subjects.js";
import { SUGGESTION_ENDPOINTS } from "./endpoints/suggestions.js";
import { UPLOAD_SESSION_ENDPOINTS } from "./endpoints/upload-sessions.js";

export const ENDPOINTS: readonly Endpoint[] = [
  ...CATALOG_ENDPOINTS,
  ...RESOURCE_ENDPOINTS,
  ...UPLOAD_SESSION_ENDPOINTS,
  ...ACCESS_PACKAGE_ENDPOINTS,
  ...REQUESTABLE_ENDPOINTS,
  ...ASSIGNMENT_POLICY_ENDPOINTS,
  ...ASSIGNMENT_REQUEST_ENDPOINTS,
  ...ASSIGNMENT_ENDPOINTS,
  ...APPROVAL_ENDPOINTS,
  ...SUBJECT_ENDPOINTS,
  ...ROLE_ENDPOINTS,
  ...CONNECTED_ORGANIZATION_ENDPOINTS,
  ...SETTINGS_ENDPOINTS,
  ...CUSTOM_WORKFLOW_EXTENSION_ENDPOINTS,
  ...RESOURCE_ENVIRONMENT_ENDPOINTS,
  ...SUGGESTION_ENDPOINTS,
  ...DELEGATION_ENDPOINTS,
  ...EXPLAIN_AUTHORITY_ENDPOINTS,
  ...EXPLAIN_ENDPOINTS,
  ...QUOTA_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...DIRECTORY_ENDPOINTS,
];
