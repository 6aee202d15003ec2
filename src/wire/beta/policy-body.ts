/** Turns what a client of beta sends about a policy into the v1.0 body that says the same, without losing what beta has no words for. */
import type { Json } from "../../domain/json.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { mergePatch } from "../merge-patch.js";
import { findName } from "../odata/find-name.js";
import { getThrough, putThrough } from "./lens.js";
import { POLICY_PARTS } from "./policy-parts.js";
import type { BetaPolicy } from "./policy-schema.js";

/** A policy of which nothing is said yet: nobody may ask, nothing is approved, access does not end, and people may give it back. */
const BLANK: JsonObject = {
  allowedTargetScope: "notSpecified",
  specificAllowedTargets: [],
  expiration: { type: "noExpiration" },
  requestorSettings: { enableTargetsToSelfRemoveAccess: true },
  requestApprovalSettings: {},
  questions: [],
  reviewSettings: null,
};

/** What both versions call the same; and what only v1.0 has, which may be said in its words. */
const SHARED = ["displayName", "description", "accessPackage", "accessPackageId"];
const ONLY_TODAY = [
  "allowedTargetScope",
  "specificAllowedTargets",
  "expiration",
  "reviewSettings",
  "automaticRequestSettings",
  "notificationSettings",
  "accessPackageNotificationSettings",
  "customExtensionStageSettings",
];
const NESTED_TODAY: Readonly<Record<string, readonly string[]>> = {
  requestorSettings: [
    "enableTargetsToSelfAddAccess",
    "enableTargetsToSelfUpdateAccess",
    "enableTargetsToSelfRemoveAccess",
    "allowCustomAssignmentSchedule",
    "enableOnBehalfRequestorsToAddAccess",
    "enableOnBehalfRequestorsToUpdateAccess",
    "enableOnBehalfRequestorsToRemoveAccess",
    "onBehalfRequestors",
  ],
  requestApprovalSettings: ["isApprovalRequiredForAdd", "isApprovalRequiredForUpdate", "stages"],
};

/** The body of a new policy. `raw` is the body as sent, `sent` what beta's schema read of it. */
export function newPolicyBody(raw: JsonObject, sent: BetaPolicy): JsonObject {
  return written(raw, putThrough(POLICY_PARTS, { ...getThrough(POLICY_PARTS, BLANK), ...said(sent) }, BLANK));
}

/** PUT: what beta can say and the body does not goes back to the default; what it cannot say stays. */
export function replacedPolicyBody(raw: JsonObject, sent: BetaPolicy, before: JsonObject): JsonObject {
  const view = { ...getThrough(POLICY_PARTS, BLANK), ...said(sent) };
  return written(raw, putThrough(POLICY_PARTS, view, { ...before, description: null }));
}

/** PATCH: what the body does not say stays. */
export function changedPolicyBody(raw: JsonObject, sent: BetaPolicy, before: JsonObject): JsonObject {
  const changes = said(sent);
  const view = mergePatch(getThrough(POLICY_PARTS, before), changes);
  // An end instead of a duration: the duration that was there is over.
  const ends = typeof changes["expirationDateTime"] === "string" && changes["durationInDays"] === undefined;
  return written(raw, putThrough(POLICY_PARTS, ends ? { ...view, durationInDays: 0 } : view, before));
}

/** What was said, as JSON: what was left out is not there. */
function said(sent: BetaPolicy): JsonObject {
  const plain: Json = JSON.parse(JSON.stringify(sent));
  return isJsonObject(plain) ? plain : {};
}

function written(raw: JsonObject, body: JsonObject): JsonObject {
  let result: JsonObject = { ...body, ...named(raw, SHARED) };
  result = mergePatch(result, named(raw, ONLY_TODAY));
  for (const [group, names] of Object.entries(NESTED_TODAY)) {
    const sent = raw[findName(raw, group) ?? group];
    if (isJsonObject(sent)) result = mergePatch(result, { [group]: named(sent, names) });
  }
  return result;
}

function named(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = findName(object, name);
      return found === undefined ? [] : [[name, object[found]] as const];
    }),
  );
}
