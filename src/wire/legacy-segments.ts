/** Path segments of older Graph versions that clients still send (spec/api.md 1.1), in lower case -> today's segment in lower case. */
export const LEGACY_SEGMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    accesspackagecatalogs: "catalogs",
    accesspackagecatalog: "catalog",
    accesspackageassignmentrequests: "assignmentrequests",
    accesspackageassignments: "assignments",
    accesspackageassignmentpolicies: "assignmentpolicies",
    accesspackageresourcerequests: "resourcerequests",
    accesspackageresources: "resources",
    accesspackageresourcerolescopes: "resourcerolescopes",
    accesspackagecustomworkflowextensions: "customworkflowextensions",
    accesspackageresourceroles: "resourceroles",
    accesspackageresourcescopes: "resourcescopes",
    accesspackageresourceenvironments: "resourceenvironments",
    accesspackagesubjects: "subjects",
    steps: "stages",
  }),
);
