/**
 * The endpoint table below /beta: the older names, as scripts and Terraform's azuread provider use them, beside everything that /v1.0 has.
 * An address with older names answers in the older form; accessPackages, which is called the same in both, has beta's properties in addition.
 */
import { z } from "zod";
import { createAssignmentPolicy } from "../../application/commands/create-assignment-policy.js";
import { updateAssignmentPolicy } from "../../application/commands/update-assignment-policy.js";
import { getRoleGrant, listRoleGrants } from "../../application/queries/list-role-grants.js";
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall, Spelling } from "../endpoint.js";
import { settingsAsWritten, withQuestionIds } from "../endpoints/assignment-policies.js";
import { EM, READ, WRITE } from "../endpoints/base.js";
import type { Item } from "../entity-type.js";
import { assignmentPolicyType } from "../graph-types.js";
import { invalidModel } from "../invalid-model.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { asItem, change, create, get, list, replace } from "../rows.js";
import { policy } from "../schema/assignment-policy.js";
import { anyObject } from "../schema/lenient.js";
import { BETA_NAMES, BETA_SEGMENTS } from "./names.js";
import { changedPolicyBody, newPolicyBody, replacedPolicyBody } from "./policy-body.js";
import { type BetaPolicy, betaPolicy } from "./policy-schema.js";
import { inBeta } from "./respell.js";
import { roleGrantType } from "./role-grant-type.js";

const POLICIES = `${EM}/accessPackageAssignmentPolicies`;
const POLICY = `${POLICIES}/{policyId}`;
const GRANTS = `${EM}/accessPackageAssignmentResourceRoles`;

/** What beta has in a way of its own. */
const OWN: readonly Endpoint[] = [
  create({
    path: POLICIES,
    permission: WRITE,
    action: "managePolicies",
    type: inBeta(assignmentPolicyType),
    body: anyObject,
    run: async ({ ports, call }, raw) => {
      const read = betaPolicy.safeParse(raw);
      if (!read.success) return invalidModel(read.error.issues, raw);
      const body = newPolicyBody(raw, read.data);
      const meant = policy.safeParse(body);
      if (!meant.success) return invalidModel(meant.error.issues, body);
      const { accessPackageId, settings } = meant.data;
      if (accessPackageId === undefined)
        return refused(
          "InvalidModel",
          'The model is invalid. "accessPackageId" is missing.',
          "accessPackageId",
        );
      return asItem(
        createAssignmentPolicy(ports, call, { accessPackageId, settings: withQuestionIds(ports, settings) }),
      );
    },
  }),
  replace({
    method: "PUT",
    path: POLICY,
    permission: WRITE,
    action: "managePolicies",
    type: inBeta(assignmentPolicyType),
    body: anyObject,
    status: 200,
    run: (call, raw) => update(call, raw, replacedPolicyBody),
  }),
  change({
    method: "PATCH",
    path: POLICY,
    permission: WRITE,
    action: "managePolicies",
    body: anyObject,
    status: 204,
    run: (call, raw) => update(call, raw, changedPolicyBody),
  }),
  list({
    path: GRANTS,
    permission: READ,
    action: "viewAssignments",
    type: roleGrantType,
    query: ({ ports, call }, query) => listRoleGrants(ports, call, query),
  }),
  get({
    path: `${GRANTS}/{roleGrantId}`,
    permission: READ,
    action: "viewAssignments",
    type: roleGrantType,
    find: ({ ports, call, params }) =>
      asItem(getRoleGrant(ports, call, { roleGrantId: params["roleGrantId"] ?? "" })),
  }),
];

async function update(
  { ports, call, params, ifMatch, ...rest }: EndpointCall,
  raw: JsonObject,
  bodyOf: (raw: JsonObject, sent: BetaPolicy, before: JsonObject) => JsonObject,
): Promise<Outcome<Item<AssignmentPolicy>>> {
  const read = betaPolicy.safeParse(raw);
  if (!read.success) return invalidModel(read.error.issues, raw);
  const { accessPackageId } = raw;
  return asItem(
    updateAssignmentPolicy(ports, call, {
      policyId: params["policyId"] ?? "",
      accessPackageId: typeof accessPackageId === "string" ? accessPackageId.toLowerCase() : undefined,
      settings: (before) => {
        const body = bodyOf(
          raw,
          read.data,
          settingsAsWritten({ ports, call, params, ifMatch, ...rest }, before),
        );
        const meant = policy.safeParse(body);
        return meant.success
          ? withQuestionIds(ports, meant.data.settings)
          : invalidModel(meant.error.issues, body);
      },
      ifMatch,
    }),
  );
}

/** beta's properties by today's names, for bodies; a name that two types have means the same in both. */
const TODAY = new Map(
  Object.values(BETA_NAMES).flatMap(({ renamed }) =>
    Object.entries(renamed).map(([today, beta]) => [beta.toLowerCase(), today] as const),
  ),
);

const SPELLING: Spelling = {
  path: (path) =>
    path
      .split("/")
      .map((segment) => BETA_SEGMENTS[segment] ?? segment)
      .join("/"),
  type: inBeta,
  body: (schema) => {
    const spelled: z.ZodType<z.output<typeof schema>> = z.preprocess(
      (body) =>
        isJsonObject(body)
          ? Object.fromEntries(
              Object.entries(body).map(([name, value]) => [TODAY.get(name.toLowerCase()) ?? name, value]),
            )
          : body,
      schema,
    );
    return spelled;
  },
};

/** The table below /beta, made from the one below /v1.0. */
export function betaEndpoints(today: readonly Endpoint[]): readonly Endpoint[] {
  const taken = new Map(OWN.map((row) => [`${row.method} ${row.path}`, row]));
  const below = today.filter(({ path }) => path.startsWith(`${EM}/`));
  for (const row of below) {
    const path = SPELLING.path(row.path);
    const key = `${row.method} ${path}`;
    if (!taken.has(key)) taken.set(key, row.spelled?.(SPELLING) ?? { ...row, path });
  }
  const kept = today.filter(({ method, path }) => !taken.has(`${method} ${path}`));
  return [...taken.values(), ...kept];
}
