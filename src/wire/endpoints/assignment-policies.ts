/** Policies of access packages. */
import { createAssignmentPolicy } from "../../application/commands/create-assignment-policy.js";
import { deleteAssignmentPolicy } from "../../application/commands/delete-assignment-policy.js";
import { updateAssignmentPolicy } from "../../application/commands/update-assignment-policy.js";
import type { Ports } from "../../application/ports/ports.js";
import { getAssignmentPolicy } from "../../application/queries/get-assignment-policy.js";
import { listAssignmentPolicies } from "../../application/queries/list-assignment-policies.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import type { PolicySettings } from "../../domain/assignment-policy/policy-problems.js";
import { done, type Outcome, type Refusal, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import type { Item } from "../entity-type.js";
import { assignmentPolicyType } from "../graph-types.js";
import { invalidModel } from "../invalid-model.js";
import type { JsonObject } from "../json-object.js";
import { mergePatch } from "../merge-patch.js";
import { withPolicyWarnings } from "../policy-warnings.js";
import { resetByOmission } from "../reset-by-omission.js";
import { asItem, change, create, get, itemOf, list, replace } from "../rows.js";
import { POLICY_ALIASES, policy, type SentPolicy } from "../schema/assignment-policy.js";
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
    run: async (endpointCall, { accessPackageId, settings }) => {
      const { ports, call } = endpointCall;
      if (accessPackageId === undefined)
        return refused(
          "InvalidModel",
          'The model is invalid. "accessPackage/id" is missing.',
          "accessPackage/id",
        );
      const created = createAssignmentPolicy(ports, call, {
        accessPackageId,
        settings: withQuestionIds(ports, settings),
      });
      return withPolicyWarnings(endpointCall, asItem(created));
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
    // Read below: what the body leaves out is told.
    body: anyObject,
    status: 200,
    run: (endpointCall, body) => withPolicyWarnings(endpointCall, replacePolicy(endpointCall, body)),
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
      const updated = updateAssignmentPolicy(ports, call, {
        ...policyOf(params),
        accessPackageId: packageNamedIn(body),
        settings: (before) => merged(endpointCall, before, body),
        ifMatch,
      });
      return withPolicyWarnings(endpointCall, asItem(updated));
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

/** The answer names what the replacement reset because the body left it out: Graph nulls it in silence. */
async function replacePolicy(
  endpointCall: EndpointCall,
  sent: JsonObject,
): Promise<Outcome<Item<AssignmentPolicy> & { readonly headers: Readonly<Record<string, string>> }>> {
  const { ports, call, params, ifMatch } = endpointCall;
  const read = policy.safeParse(sent);
  if (!read.success) return invalidModel(read.error.issues, sent);
  const replacement = read.data;
  let replaced: AssignmentPolicy | undefined;
  const outcome = await updateAssignmentPolicy(ports, call, {
    ...policyOf(params),
    accessPackageId: replacement.accessPackageId,
    settings: (before) => {
      replaced = before;
      return withQuestionIds(ports, replacement.settings);
    },
    ifMatch,
  });
  if (outcome.kind === "refused") return outcome;
  const after = outcome.value.document;
  const reset =
    replaced === undefined
      ? []
      : resetByOmission(
          sent,
          settingsAsWritten(endpointCall, replaced),
          settingsAsWritten(endpointCall, after),
          POLICY_ALIASES,
        );
  return done({
    ...itemOf(outcome.value),
    headers: reset.length === 0 ? {} : { "Gatehouse-Reset": reset.join(", ") },
  });
}

/** What of a policy a body can say, in its own words: a text in the caller's language must not become everybody's. */
export function settingsAsWritten(call: EndpointCall, model: AssignmentPolicy): JsonObject {
  const written = assignmentPolicyType.write(model, {
    ...call,
    preferences: { ...call.preferences, languages: [] },
  });
  const settings = Object.entries(written).filter(([name]) => !SYSTEM_PROPERTIES.has(name));
  return {
    ...Object.fromEntries(settings),
    customExtensionStageSettings: model.customExtensionStageSettings.map(({ stage, customExtensionId }) => ({
      stage,
      customExtension: { id: customExtensionId },
    })),
  };
}

const SYSTEM_PROPERTIES: ReadonlySet<string> = new Set(["id", "createdDateTime", "modifiedDateTime"]);

/** Questions keep the ids that are sent; new ones get theirs. */
export function withQuestionIds(ports: Ports, settings: SentPolicy["settings"]): PolicySettings {
  return {
    ...settings,
    questions: settings.questions.map((question) => ({ ...question, id: question.id ?? ports.ids.next() })),
  };
}

/** The policy as it is written, changed where the body says so, and read again. */
function merged(call: EndpointCall, before: AssignmentPolicy, body: JsonObject): PolicySettings | Refusal {
  const patched = mergePatch(settingsAsWritten(call, before), body);
  const read = policy.safeParse(patched);
  return read.success
    ? withQuestionIds(call.ports, read.data.settings)
    : invalidModel(read.error.issues, patched);
}

function packageNamedIn(body: JsonObject): string | undefined {
  const named = Object.entries(body).filter(([name]) => /^accessPackage(Id)?$/i.test(name));
  const read = policy.safeParse({ displayName: "-", ...Object.fromEntries(named) });
  return read.success ? read.data.accessPackageId : undefined;
}

function policyOf(params: EndpointCall["params"]): { readonly policyId: string } {
  return { policyId: params["policyId"] ?? "" };
}
