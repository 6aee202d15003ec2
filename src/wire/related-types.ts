/** What objects refer to by id, and lists can therefore be filtered by: for graph-types.ts. */
import type { Related } from "./entity-type.js";
import { accessPackageShape } from "./shapes/access-package.js";
import { assignmentShape } from "./shapes/assignment.js";
import { assignmentPolicyShape } from "./shapes/assignment-policy.js";
import { catalogShape } from "./shapes/catalog.js";
import { subjectShape } from "./shapes/subject.js";

const catalog: Related = { type: catalogShape, container: "governance", kind: "catalog" };
const accessPackage: Related = { type: accessPackageShape, container: "governance", kind: "accessPackage" };
/** Requestors see a policy in part only. */
const assignmentPolicy: Related = {
  type: assignmentPolicyShape,
  container: "governance",
  kind: "assignmentPolicy",
  inCatalog: "catalogId",
};
const subject: Related = { type: subjectShape, container: "access", kind: "subject" };
const assignment: Related = { type: assignmentShape, container: "access", kind: "assignment" };

export const RELATED_TO_CATALOG = { catalog };
export const RELATED_TO_POLICY = { catalog, accessPackage };
export const RELATED_TO_ASSIGNMENT = {
  accessPackage,
  "accessPackage/catalog": catalog,
  assignmentPolicy,
  target: subject,
};
export const RELATED_TO_REQUEST = {
  ...RELATED_TO_ASSIGNMENT,
  requestor: subject,
  assignment,
  "assignment/accessPackage": accessPackage,
  "assignment/assignmentPolicy": assignmentPolicy,
  "assignment/target": subject,
};
