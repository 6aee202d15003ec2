/** Policies of access packages. */
import { createAssignmentPolicy } from "../../application/commands/create-assignment-policy.js";
import { deleteAssignmentPolicy } from "../../application/commands/delete-assignment-policy.js";
import { updateAssignmentPolicy } from "../../application/commands/update-assignment-policy.js";
import type { Ports } from "../../application/ports/ports.js";
import { getAssignmentPolicy } from "../../application/queries/get-assignment-policy.js";
import { listAssignmentPolicies } from "../../application/queries/list-assignment-policies.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import { type Refusal, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { assignmentPolicyType } from "../graph-types.js";
import { invalidModel } from "../invalid-model.js";
import type { JsonObject } from "../json-object.js";
import { mergePatch } from "../merge-patch.js";
import { asItem, change, create, get, list, replace } from "../rows.js";
import { policy, type SentPolicy } from "../schema/assignment-policy.js";
import { anyObject } from "../schema/lenient.js";
import { EM, READ, WRITE } from "./base.js";

const POLICY = `${EM}/assignmentPolicies/{policyId}`;

export const ASSIGNMENT_POLICY_ENDPOINTS: readonly Endpoint[] = [
  list({
    path: `${EM}/assignmentPolicies`,
    permission: READ,
    action: "viewCatalog",
    type: assignmentPolicyType,
    query: ({ ports, call }, query) => listAssignmentPolicies(ports, call, query),
  }),
  create({
    path: `${EM}/assignmentPolicies`,
    permission: WRITE,
    action: "managePolicies",
    type: assignmentPolicyType,
    body: policy,
    run: async ({ ports, call }, { accessPackageId, settings }) => {
      if (accessPackageId === undefined)
        return refused(
          "InvalidModel",
          'The model is invalid. "accessPackage/id" is missing.',
          "accessPackage/id",
        );
      return asItem(
        createAssignmentPolicy(ports, call, { accessPackageId, settings: withQuestionIds(ports, settings) }),
      );
    },
  }),
  get({
    path: POLICY,
    permission: READ,
    action: "viewCatalog",
    type: assignmentPolicyType,
    find: ({ ports, call, params }) => asItem(getAssignmentPolicy(ports, call, policyOf(params))),
  }),
  replace({
    method: "PUT",
    path: POLICY,
    permission: WRITE,
    action: "managePolicies",
    type: assignmentPolicyType,
    body: policy,
    status: 200,
    run: ({ ports, call, params, ifMatch }, { accessPackageId, settings }) =>
      asItem(
        updateAssignmentPolicy(ports, call, {
          ...policyOf(params),
          accessPackageId,
          settings: () => withQuestionIds(ports, settings),
          ifMatch,
        }),
      ),
  }),
  // Not documented by Graph, and asked for by everybody who lost settings to a PUT: what is left out stays.
  replace({
    method: "PATCH",
    path: POLICY,
    permission: WRITE,
    action: "managePolicies",
    type: assignmentPolicyType,
    body: anyObject,
    status: 200,
    run: (endpointCall, body) => {
      const { ports, call, params, ifMatch } = endpointCall;
      return asItem(
        updateAssignmentPolicy(ports, call, {
          ...policyOf(params),
          accessPackageId: packageNamedIn(body),
          settings: (before) => merged(endpointCall, before, body),
          ifMatch,
        }),
      );
    },
  }),
  change({
    method: "DELETE",
    path: POLICY,
    permission: WRITE,
    action: "managePolicies",
    status: 204,
    run: ({ ports, call, params, ifMatch }) =>
      deleteAssignmentPolicy(ports, call, { ...policyOf(params), ifMatch }),
  }),
];

/** Questions keep the ids that are sent; new ones get theirs. */
function withQuestionIds(ports: Ports, settings: SentPolicy["settings"]): PolicySettings {
  return {
    ...settings,
    questions: settings.questions.map((question) => ({ ...question, id: question.id ?? ports.ids.next() })),
  };
}

/** The policy as it is written, changed where the body says so, and read again. */
function merged(call: EndpointCall, before: AssignmentPolicy, body: JsonObject): PolicySettings | Refusal {
  const written = assignmentPolicyType.write(before, {
    ...call,
    // In their own words: a text in the caller's language must not become everybody's.
    preferences: { ...call.preferences, languages: [] },
  });
  const extensions = { customExtensionStageSettings: before.customExtensionStageSettings };
  const patched = mergePatch({ ...written, ...extensions }, body);
  const read = policy.safeParse(patched);
  return read.success
    ? withQuestionIds(call.ports, read.data.settings)
    : invalidModel(read.error.issues, patched);
}

function packageNamedIn(body: JsonObject): string | undefined {
  const read = policy.safeParse({ displayName: "-", accessPackage: body["accessPackage"] });
  return read.success ? read.data.accessPackageId : undefined;
}

function policyOf(params: EndpointCall["params"]): { readonly policyId: string } {
  return { policyId: params["policyId"] ?? "" };
}
