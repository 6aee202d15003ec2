/** accessPackageAssignmentRequest on the wire. */
import type { Answer, AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import type { Shape } from "../entity-type.js";
import { questionTypeOf } from "./assignment-policy.js";
import { writeCallouts } from "./custom-extension.js";
import { writeSchedule } from "./schedule.js";

export const REQUEST_TYPES = [
  "userAdd",
  "userUpdate",
  "userRemove",
  "adminAdd",
  "adminUpdate",
  "adminRemove",
  "systemAdd",
  "systemUpdate",
  "systemRemove",
  "onBehalfAdd",
  "approverRemove",
] as const;

/** Numbered after unknownFutureValue in the schema: older clients do not know them. */
const NEWER_REQUEST_TYPES: ReadonlySet<string> = new Set(["approverRemove"]);

const STATES = [
  "submitted",
  "pendingApproval",
  "delivering",
  "delivered",
  "deliveryFailed",
  "denied",
  "scheduled",
  "canceled",
  "partiallyDelivered",
] as const;

export const assignmentRequestShape = {
  name: "accessPackageAssignmentRequest",
  properties: {
    id: "guid",
    requestType: { oneOf: REQUEST_TYPES },
    state: { oneOf: STATES },
    status: "string",
    justification: "string",
    createdDateTime: "dateTime",
    completedDateTime: "dateTime",
    schedule: "complex",
    answers: "complex",
    customExtensionCalloutInstances: "complex",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    justification: { index: "justification", type: "string" },
    "schedule/startDateTime": { index: "schedule/startDateTime", type: "dateTime" },
    requestType: { index: "requestType", type: { oneOf: REQUEST_TYPES } },
    state: { index: "state", type: { oneOf: STATES } },
    status: { index: "status", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    completedDateTime: { index: "completedDateTime", type: "dateTime" },
    "accessPackage/id": { index: "accessPackageId", type: "guid" },
    "accessPackage/catalog/id": { index: "catalogId", type: "guid" },
    "assignment/id": { index: "assignmentId", type: "guid" },
    "assignment/accessPackage/id": { index: "accessPackageId", type: "guid" },
    "assignment/assignmentPolicy/id": { index: "assignmentPolicyId", type: "guid" },
    "assignment/target/id": { index: "target/id", type: "guid" },
    "assignment/target/objectId": { index: "target/objectId", type: "guid" },
    "assignmentPolicy/id": { index: "assignmentPolicyId", type: "guid" },
    "target/id": { index: "target/id", type: "guid" },
    "target/objectId": { index: "target/objectId", type: "guid" },
    "requestor/id": { index: "requestor/id", type: "guid" },
    "requestor/objectId": { index: "requestor/objectId", type: "guid" },
  },
  write: (request, { preferences }) => ({
    id: request.id,
    requestType:
      NEWER_REQUEST_TYPES.has(request.requestType) && !preferences.includeUnknownEnumMembers
        ? "unknownFutureValue"
        : request.requestType,
    state: request.state,
    status: request.status,
    justification: request.justification,
    createdDateTime: request.createdDateTime,
    completedDateTime: request.completedDateTime,
    schedule: writeSchedule(request.schedule.startDateTime, request.schedule.expiration),
    answers: request.answers.map(writeAnswer),
    customExtensionCalloutInstances: writeCallouts(request.callouts ?? []),
  }),
} satisfies Shape<AssignmentRequest>;

export function writeAnswer({ questionId, value, displayValue, question }: Answer) {
  return {
    "@odata.type": "#microsoft.graph.accessPackageAnswerString",
    displayValue,
    value,
    answeredQuestion:
      question === undefined
        ? { id: questionId }
        : { "@odata.type": questionTypeOf(question.kind), id: questionId, text: question.text },
  };
}
