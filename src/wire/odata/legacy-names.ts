/** Properties by the names of older Graph versions that clients still filter, select and expand by (spec/api.md 1.1). Answers use today's. */
import { findName } from "./find-name.js";

/** In lower case. A name may stand for a path. */
const LEGACY_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    accesspackageassignment: "assignment",
    accesspackageassignments: "assignments",
    accesspackageassignmentpolicy: "assignmentPolicy",
    accesspackageassignmentpolicies: "assignmentPolicies",
    accesspackagecatalog: "catalog",
    accesspackageresource: "resource",
    accesspackageresources: "resources",
    accesspackageresourcerole: "role",
    accesspackageresourceroles: "roles",
    accesspackageresourcescope: "scope",
    accesspackageresourcescopes: "scopes",
    accesspackageresourcerolescopes: "resourceRoleScopes",
    accesspackagesubject: "target",
    accesspackageid: "accessPackage/id",
    catalogid: "catalog/id",
    assignmentpolicyid: "assignmentPolicy/id",
    requeststate: "state",
    requeststatus: "status",
    assignmentstate: "state",
    assignmentstatus: "status",
    catalogstatus: "state",
    completeddate: "completedDateTime",
    accesspackagecustomworkflowextensions: "customWorkflowExtensions",
    steps: "stages",
    // As in the bodies of requests: the directory object, not the subject.
    targetid: "target/objectId",
  }),
);

/** The table's own spelling of a property or path, by today's name or an older one; undefined when it has neither. */
export function findProperty(table: Readonly<Record<string, unknown>>, written: string): string | undefined {
  const found = findName(table, written);
  if (found !== undefined) return found;
  const today = written
    .split("/")
    .map((segment) => LEGACY_NAMES.get(segment.toLowerCase()) ?? segment)
    .join("/");
  return today === written ? undefined : findName(table, today);
}
