/** accessPackageAssignment on the wire. */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { Shape } from "../entity-type.js";
import { writeSchedule } from "./schedule.js";

const STATES = ["delivering", "partiallyDelivered", "delivered", "expired", "deliveryFailed"] as const;

export const assignmentShape = {
  name: "accessPackageAssignment",
  properties: {
    id: "guid",
    state: { oneOf: STATES },
    status: "string",
    expiredDateTime: "dateTime",
    schedule: "complex",
    customExtensionCalloutInstances: "complex",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    state: { index: "state", type: { oneOf: STATES } },
    status: { index: "status", type: "string" },
    expiredDateTime: { index: "expiredDateTime", type: "dateTime" },
    "schedule/startDateTime": { index: "startDateTime", type: "dateTime" },
    "schedule/expiration/endDateTime": { index: "endDateTime", type: "dateTime" },
    "accessPackage/id": { index: "accessPackageId", type: "guid" },
    "accessPackage/catalog/id": { index: "catalogId", type: "guid" },
    "assignmentPolicy/id": { index: "assignmentPolicyId", type: "guid" },
    "target/id": { index: "target/id", type: "guid" },
    "target/objectId": { index: "target/objectId", type: "guid" },
  },
  write: (assignment) => ({
    id: assignment.id,
    state: assignment.state,
    status: assignment.status,
    expiredDateTime: assignment.expiredDateTime,
    schedule: writeSchedule(
      assignment.startDateTime,
      assignment.endDateTime === null
        ? { type: "noExpiration" }
        : { type: "afterDateTime", endDateTime: assignment.endDateTime },
    ),
    customExtensionCalloutInstances: [],
  }),
} satisfies Shape<Assignment>;
