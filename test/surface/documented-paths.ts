/** What Graph v1.0 documents of entitlement management, and of what its samples need (spec/api.md 2.1 to 2.10 and 2.12): method and path. */

const EM = "/identityGovernance/entitlementManagement";
const ROLES = "/roleManagement/entitlementManagement";

/** Below EM unless the path begins with a slash. Keys are `{}`. */
const DOCUMENTED = `
GET POST catalogs
GET PATCH DELETE catalogs/{}
GET catalogs/{}/accessPackages
GET catalogs/{}/resources
GET catalogs/{}/resources/{}
GET catalogs/{}/resources/{}/roles
GET catalogs/{}/resources/{}/scopes
GET catalogs/{}/resources/{}/environment
POST catalogs/{}/resources/{}/refresh
GET catalogs/{}/resourceRoles
GET catalogs/{}/resourceScopes
GET POST catalogs/{}/customWorkflowExtensions
GET PUT DELETE catalogs/{}/customWorkflowExtensions/{}
GET POST catalogs/{}/resources/{}/uploadSessions
DELETE catalogs/{}/resources/{}/uploadSessions/{}
GET POST resourceRequests
GET resourceRequests/{}
GET resourceEnvironments
GET resourceEnvironments/{}
GET resources
GET resourceRoleScopes
GET POST accessPackages
GET PATCH DELETE accessPackages/{}
GET accessPackages/filterByCurrentUser(on='allowedRequestor')
POST accessPackages/{}/getApplicablePolicyRequirements
GET POST accessPackages/{}/resourceRoleScopes
DELETE accessPackages/{}/resourceRoleScopes/{}
GET accessPackages/{}/incompatibleAccessPackages
GET accessPackages/{}/incompatibleGroups
GET accessPackages/{}/accessPackagesIncompatibleWith
POST accessPackages/{}/incompatibleAccessPackages/$ref
POST accessPackages/{}/incompatibleGroups/$ref
DELETE accessPackages/{}/incompatibleAccessPackages/{}/$ref
DELETE accessPackages/{}/incompatibleGroups/{}/$ref
GET accessPackages/{}/assignmentPolicies
GET POST assignmentPolicies
GET PUT PATCH DELETE assignmentPolicies/{}
GET POST assignmentRequests
GET DELETE assignmentRequests/{}
GET assignmentRequests/filterByCurrentUser(on='target')
POST assignmentRequests/{}/cancel
POST assignmentRequests/{}/reprocess
POST assignmentRequests/{}/resume
GET assignments
GET assignments/{}
GET assignments/{}/target/connectedOrganization/internalSponsors
GET assignments/{}/target/connectedOrganization/externalSponsors
GET assignments/filterByCurrentUser(on='target')
GET assignments/additionalAccess()
GET assignments/additionalAccess(accessPackageId='{}',incompatibleAccessPackageId='{}')
POST assignments/{}/reprocess
GET accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')
GET accessPackageAssignmentApprovals/{}
GET accessPackageAssignmentApprovals/{}/stages
GET PATCH accessPackageAssignmentApprovals/{}/stages/{}
GET accessPackageAssignmentApprovals/{}/steps
GET PATCH accessPackageAssignmentApprovals/{}/steps/{}
GET POST connectedOrganizations
GET POST connectedOrganizations/
GET PATCH DELETE connectedOrganizations/{}
GET connectedOrganizations/{}/internalSponsors
GET connectedOrganizations/{}/externalSponsors
POST connectedOrganizations/{}/internalSponsors/$ref
POST connectedOrganizations/{}/externalSponsors/$ref
DELETE connectedOrganizations/{}/internalSponsors/{}/$ref
DELETE connectedOrganizations/{}/externalSponsors/{}/$ref
GET PATCH subjects(objectId='{}')
GET PATCH subjects/{}
GET accessPackageSuggestions/filterByCurrentUser(on='relatedPeopleAssignments,assignmentHistory')
GET availableAccessPackages
GET PATCH settings
GET controlConfigurations
GET PUT PATCH controlConfigurations/endUserSettings
GET ${ROLES}/roleDefinitions
GET ${ROLES}/roleDefinitions/{}
GET POST ${ROLES}/roleAssignments
GET DELETE ${ROLES}/roleAssignments/{}
GET POST /users
GET PATCH /users/{}
GET POST /groups
GET PATCH /groups/{}
GET POST /servicePrincipals
GET PATCH /servicePrincipals/{}
GET /users/{}/manager
GET /users/{}/sponsors
GET /groups/{}/members
GET /directoryObjects/{}
GET /auditLogs/directoryAudits
GET /me
`;

const KEY = "0b1f6471-1bf0-4dda-aec3-111122223333";

export type DocumentedCall = { readonly method: string; readonly path: string };

export const DOCUMENTED_CALLS: readonly DocumentedCall[] = DOCUMENTED.trim()
  .split("\n")
  .flatMap((line) => {
    const words = line.split(" ");
    const written = words.at(-1) ?? "";
    const path = (written.startsWith("/") ? written : `${EM}/${written}`).replaceAll("{}", KEY);
    return words.slice(0, -1).map((method) => ({ method, path }));
  });
