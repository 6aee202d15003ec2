/** Subjects: the people and applications that have access, or asked for it. */
import { getSubject } from "../../application/queries/get-subject.js";
import type { Outcome } from "../../domain/errors.js";
import { done } from "../../domain/errors.js";
import type { Subject } from "../../domain/subject/subject.js";
import type { Endpoint } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { subjectType } from "../graph-types.js";
import { get } from "../rows.js";
import { EM, READ } from "./base.js";

export const SUBJECT_ENDPOINTS: readonly Endpoint[] = [
  get({
    path: `${EM}/subjects/{subjectId}`,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    find: ({ ports, call, params }) =>
      withoutVersion(getSubject(ports, call, { subjectId: params["subjectId"] ?? "" })),
  }),
  get({
    path: `${EM}/subjects(objectId={objectId})`,
    permission: READ,
    action: "viewAssignments",
    type: subjectType,
    context: "identityGovernance/entitlementManagement/subjects/$entity",
    find: ({ ports, call, params }) =>
      withoutVersion(getSubject(ports, call, { objectId: params["objectId"] ?? "" })),
  }),
];

/** A subject that is not kept yet is made up from the directory, and has no version. */
async function withoutVersion(outcome: Promise<Outcome<Subject>>): Promise<Outcome<Item<Subject>>> {
  const settled = await outcome;
  return settled.kind === "refused" ? settled : done({ model: settled.value });
}
