/** What the caller may ask for, and what asking will need. */
import {
  type ApplicablePolicy,
  getRequestRequirements,
} from "../../application/queries/get-applicable-policies.js";
import { listRequestableAccessPackages } from "../../application/queries/list-requestable-access-packages.js";
import { withQuestions } from "../../domain/assignment-policy/answers.js";
import { done } from "../../domain/errors.js";
import { currentUserOption } from "../current-user-option.js";
import type { Endpoint } from "../endpoint.js";
import { accessPackageType } from "../graph-types.js";
import type { JsonObject } from "../json-object.js";
import { itemOf, smallList } from "../rows.js";
import { guid, maybe, object } from "../schema/lenient.js";
import { writeQuestion } from "../shapes/assignment-policy.js";
import { writeAnswer } from "../shapes/assignment-request.js";
import { writeSchedule } from "../shapes/schedule.js";
import { EM, SELF, SELF_WRITE } from "./base.js";

/** Nothing in v1.0; beta names the person for whom the caller asks. */
const forWhom = object({ subject: maybe(object({ objectId: maybe(guid) })) });

export const REQUESTABLE_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: `${EM}/accessPackages/filterByCurrentUser(on={on})`,
    permission: SELF,
    action: "self",
    type: accessPackageType,
    context: "Collection(accessPackage)",
    all: async ({ ports, call, params }) => {
      const on = currentUserOption(params["on"], ["allowedRequestor"]);
      if (on.kind === "refused") return on;
      const packages = await listRequestableAccessPackages(ports, call);
      return packages.kind === "refused" ? packages : done(packages.value.map(itemOf));
    },
  }),
  {
    method: "POST",
    path: `${EM}/accessPackages/{accessPackageId}/getApplicablePolicyRequirements`,
    permission: SELF_WRITE,
    action: "self",
    body: forWhom,
    bodyOptional: true,
    query: [],
    statuses: [200],
    handle: async ({ ports, call, params, body, preferences }) => {
      const { subject } = forWhom.parse(body);
      const targetObjectId = subject?.objectId;
      const policies = await getRequestRequirements(ports, call, {
        accessPackageId: params["accessPackageId"] ?? "",
        ...(targetObjectId === undefined ? {} : { targetObjectId }),
      });
      if (policies.kind === "refused") return policies;
      return done({
        kind: "collection",
        context: "Collection(accessPackageAssignmentRequestRequirements)",
        value: policies.value.map((applicable) => writeRequirements(applicable, preferences.languages)),
      });
    },
  },
];

function writeRequirements(
  { policy, existingAnswers }: ApplicablePolicy,
  languages: readonly string[],
): JsonObject {
  const { requestApprovalSettings: approval, requestorSettings: requestor } = policy;
  return {
    policyId: policy.id,
    policyDisplayName: policy.displayName,
    policyDescription: policy.description,
    isApprovalRequiredForAdd: approval.isApprovalRequiredForAdd,
    isApprovalRequiredForUpdate: approval.isApprovalRequiredForUpdate,
    isRequestorJustificationRequired: approval.isRequestorJustificationRequired,
    allowCustomAssignmentSchedule: requestor.allowCustomAssignmentSchedule,
    schedule: writeSchedule(null, policy.expiration),
    questions: policy.questions.map((question) => writeQuestion(question, languages)),
    // Beta's: what is filled into the form.
    existingAnswers: withQuestions(policy.questions, existingAnswers).map(writeAnswer),
  };
}
