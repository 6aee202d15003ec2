/** accessPackageSubject on the wire. */
import type { Subject } from "../../domain/subject/subject.js";
import type { Shape } from "../entity-type.js";

const TYPES = ["notSpecified", "user", "servicePrincipal"] as const;
const LIFECYCLES = ["notDefined", "notGoverned", "governed"] as const;

export const subjectShape = {
  name: "accessPackageSubject",
  properties: {
    id: "guid",
    objectId: "guid",
    displayName: "string",
    email: "string",
    principalName: "string",
    onPremisesSecurityIdentifier: "string",
    subjectType: { oneOf: TYPES },
    subjectLifecycle: { oneOf: LIFECYCLES },
  },
  indexed: {
    id: { index: "id", type: "guid" },
    objectId: { index: "objectId", type: "guid" },
    email: { index: "email", type: "string" },
    displayName: { index: "displayName", type: "string" },
    principalName: { index: "principalName", type: "string" },
    onPremisesSecurityIdentifier: { index: "onPremisesSecurityIdentifier", type: "string" },
    subjectType: { index: "subjectType", type: { oneOf: TYPES } },
    subjectLifecycle: { index: "subjectLifecycle", type: { oneOf: LIFECYCLES } },
  },
  write: (subject) => ({
    id: subject.id,
    objectId: subject.objectId,
    displayName: subject.displayName,
    email: subject.email,
    principalName: subject.principalName,
    onPremisesSecurityIdentifier: subject.onPremisesSecurityIdentifier,
    subjectType: subject.subjectType,
    subjectLifecycle: subject.subjectLifecycle,
  }),
} satisfies Shape<Subject>;
