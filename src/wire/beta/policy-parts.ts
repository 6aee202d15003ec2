/** The parts in which beta's accessPackageAssignmentPolicy differs from v1.0's: one entry for each group of properties, read in both directions. */
import type { Json } from "../../domain/json.js";
import type { JsonObject } from "../json-object.js";
import { type Part, same } from "./lens.js";
import { getQuestions, putQuestions } from "./questions.js";
import { objectOf, reviewPart } from "./review-part.js";
import { daysOf, minutesOf, ofDays, ofMinutes } from "./spans.js";
import { getUserSets, objectsIn, putUserSets } from "./user-sets.js";

/** beta's scope -> today's, the best first where several say nearly the same. */
const SCOPES: readonly (readonly [string, string])[] = [
  ["NoSubjects", "notSpecified"],
  ["SpecificDirectorySubjects", "specificDirectoryUsers"],
  ["SpecificConnectedOrganizationSubjects", "specificConnectedOrganizationUsers"],
  ["AllConfiguredConnectedOrganizationSubjects", "allConfiguredConnectedOrganizationUsers"],
  ["AllExistingConnectedOrganizationSubjects", "allConfiguredConnectedOrganizationUsers"],
  ["AllExistingDirectoryMemberUsers", "allMemberUsers"],
  ["AllExistingDirectorySubjects", "allDirectoryUsers"],
  ["AllExternalSubjects", "allExternalUsers"],
  // What beta has no word for is shown as the nearest, and kept as it is.
  ["SpecificDirectorySubjects", "specificDirectoryServicePrincipals"],
  ["AllExistingDirectorySubjects", "allDirectoryServicePrincipals"],
  ["AllExistingDirectorySubjects", "allDirectoryAgentIdentities"],
];
export const SCOPE_TYPES: readonly string[] = [...new Set(SCOPES.map(([beta]) => beta))];

const expiration: Part = {
  names: ["durationInDays", "expirationDateTime"],
  get: (policy) => {
    const { type, duration, endDateTime } = objectOf(policy["expiration"]);
    return {
      durationInDays: type === "afterDuration" ? daysOf(duration) : 0,
      expirationDateTime: type === "afterDateTime" ? (endDateTime ?? null) : null,
    };
  },
  put: ({ durationInDays: days, expirationDateTime: endDateTime }) => {
    if (typeof days === "number" && days > 0)
      return { expiration: { type: "afterDuration", duration: ofDays(days) } };
    return {
      expiration:
        typeof endDateTime === "string" ? { type: "afterDateTime", endDateTime } : { type: "noExpiration" },
    };
  },
};

const canExtend: Part = {
  names: ["canExtend"],
  get: (policy) => ({
    canExtend: objectOf(policy["requestorSettings"])["enableTargetsToSelfUpdateAccess"] ?? false,
  }),
  put: (view, before) => ({
    requestorSettings: {
      ...objectOf(before["requestorSettings"]),
      enableTargetsToSelfUpdateAccess: view["canExtend"] ?? false,
    },
  }),
};

const requestors: Part = {
  names: ["requestorSettings"],
  get: (policy) => ({
    requestorSettings: {
      scopeType: SCOPES.find(([, today]) => today === policy["allowedTargetScope"])?.[0] ?? "NoSubjects",
      acceptRequests: objectOf(policy["requestorSettings"])["enableTargetsToSelfAddAccess"] ?? false,
      allowedRequestors: getUserSets(policy["specificAllowedTargets"], []),
    },
  }),
  put: (view, before) => {
    const was = objectOf(requestors.get(before)["requestorSettings"]);
    const now = { ...objectOf(view["requestorSettings"]) };
    const scope = SCOPES.find(([beta]) => beta === (now["scopeType"] ?? "NoSubjects"))?.[1];
    return {
      ...(same(now["scopeType"], was["scopeType"]) ? {} : { allowedTargetScope: scope }),
      specificAllowedTargets: putUserSets(now["allowedRequestors"], before["specificAllowedTargets"], [])
        .sets,
      requestorSettings: {
        ...objectOf(before["requestorSettings"]),
        enableTargetsToSelfAddAccess: now["acceptRequests"] ?? false,
      },
    };
  },
};

const approval: Part = {
  names: ["requestApprovalSettings"],
  get: (policy) => {
    const settings = objectOf(policy["requestApprovalSettings"]);
    const stages = objectsIn(settings["stages"]);
    const isRequired =
      settings["isApprovalRequiredForAdd"] === true || settings["isApprovalRequiredForUpdate"] === true;
    return {
      requestApprovalSettings: {
        isApprovalRequired: settings["isApprovalRequiredForAdd"] ?? false,
        isApprovalRequiredForExtension: settings["isApprovalRequiredForUpdate"] ?? false,
        isRequestorJustificationRequired: settings["isRequestorJustificationRequired"] ?? false,
        approvalMode:
          !isRequired || stages.length === 0 ? "NoApproval" : stages.length === 1 ? "SingleStage" : "Serial",
        approvalStages: stages.map(getStage),
      },
    };
  },
  put: (view, before) => {
    const now = objectOf(view["requestApprovalSettings"]);
    const was = objectOf(before["requestApprovalSettings"]);
    const mode = now["approvalMode"];
    const stages = objectsIn(was["stages"]);
    return {
      requestApprovalSettings: {
        ...was,
        // Clients that give only the mode mean it.
        isApprovalRequiredForAdd:
          now["isApprovalRequired"] ?? (typeof mode === "string" && mode !== "NoApproval"),
        isApprovalRequiredForUpdate: now["isApprovalRequiredForExtension"] ?? false,
        isRequestorJustificationRequired: now["isRequestorJustificationRequired"] ?? false,
        stages: objectsIn(now["approvalStages"]).map((stage, index) => putStage(stage, stages[index])),
      },
    };
  },
};

const questions: Part = {
  names: ["questions"],
  get: (policy) => ({ questions: getQuestions(policy["questions"]) }),
  put: (view, before) => ({ questions: putQuestions(view["questions"], before["questions"]) }),
};

export const POLICY_PARTS: readonly Part[] = [
  expiration,
  canExtend,
  requestors,
  approval,
  reviewPart,
  questions,
];

function getStage(stage: JsonObject): JsonObject {
  return {
    approvalStageTimeOutInDays: daysOf(stage["durationBeforeAutomaticDenial"]),
    isApproverJustificationRequired: stage["isApproverJustificationRequired"] ?? false,
    isEscalationEnabled: stage["isEscalationEnabled"] ?? false,
    escalationTimeInMinutes: minutesOf(stage["durationBeforeEscalation"]),
    primaryApprovers: getUserSets(stage["primaryApprovers"], stage["fallbackPrimaryApprovers"]),
    escalationApprovers: getUserSets(stage["escalationApprovers"], stage["fallbackEscalationApprovers"]),
  };
}

/** `before`: the stage that was in its place, whose hours and visibility the view does not show. */
function putStage(view: JsonObject, before: JsonObject | undefined): JsonObject {
  const was = before === undefined ? {} : getStage(before);
  const kept = before ?? {};
  const isSame = (name: string) => before !== undefined && same(view[name], was[name]);
  const primary = putUserSets(
    view["primaryApprovers"],
    kept["primaryApprovers"],
    kept["fallbackPrimaryApprovers"],
  );
  const escalation = putUserSets(
    view["escalationApprovers"],
    kept["escalationApprovers"],
    kept["fallbackEscalationApprovers"],
  );
  return {
    ...kept,
    isApproverJustificationRequired: view["isApproverJustificationRequired"] ?? false,
    isEscalationEnabled: view["isEscalationEnabled"] ?? false,
    ...(isSame("approvalStageTimeOutInDays")
      ? {}
      : { durationBeforeAutomaticDenial: span(view["approvalStageTimeOutInDays"], ofDays) }),
    ...(isSame("escalationTimeInMinutes")
      ? {}
      : { durationBeforeEscalation: span(view["escalationTimeInMinutes"], ofMinutes) }),
    ...{ primaryApprovers: primary.sets, fallbackPrimaryApprovers: primary.backups },
    ...{ escalationApprovers: escalation.sets, fallbackEscalationApprovers: escalation.backups },
  };
}

/** Undefined, which gets today's default, where the view is silent. */
function span(count: Json | undefined, write: (count: number) => string): string | undefined {
  return typeof count === "number" ? write(count) : undefined;
}
