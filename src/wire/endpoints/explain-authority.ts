/** What may somebody do, and why: the rows of the permission table that were asked, in order. */
import { explainAuthority } from "../../application/queries/explain-authority.js";
import type { Action } from "../../domain/authorization/action.js";
import { PERMISSION_TABLE } from "../../domain/authorization/permission-table.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint, EndpointCall } from "../endpoint.js";
import { isGuid } from "../guid.js";
import { writeExplanation } from "../shapes/explanation.js";
import { SELF_OR_ROLE_READ } from "./base.js";

export const EXPLAIN_AUTHORITY_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/roleManagement/entitlementManagement/explain",
    permission: SELF_OR_ROLE_READ,
    // Asked for others only; a row with catalog roles, so that an application with a role and no permission can ask about itself.
    action: "explainAuthority",
    query: [],
    statuses: [200],
    handle: async ({ ports, call, parameters }) => {
      const action = readAction(parameters.get("action"));
      if (action.kind === "refused") return action;
      const principalId = readId(parameters, "principalId");
      if (principalId.kind === "refused") return principalId;
      const catalogId = readId(parameters, "catalogId");
      if (catalogId.kind === "refused") return catalogId;
      const asked = { principalId: principalId.value, action: action.value, catalogId: catalogId.value };
      const explained = await explainAuthority(ports, call, asked);
      if (explained.kind === "refused") return explained;
      return done({ kind: "entity", value: writeExplanation(asked, explained.value) });
    },
  },
];

function readAction(written: string | undefined): Outcome<Action> {
  // The keys of the table are the actions, which Object.keys does not say.
  const actions = Object.keys(PERMISSION_TABLE) as Action[];
  const folded = (written ?? "").toLowerCase();
  const action = actions.find((one) => one.toLowerCase() === folded);
  if (action !== undefined) return done(action);
  return refused(
    "BadRequest",
    `action must be one of ${actions.join(", ")}; got "${(written ?? "").slice(0, 60)}".`,
    "action",
  );
}

/** Absent and empty are the same. */
function readId(
  parameters: EndpointCall["parameters"],
  name: "principalId" | "catalogId",
): Outcome<string | undefined> {
  const written = parameters.get(name) ?? "";
  if (written === "") return done(undefined);
  if (isGuid(written)) return done(written.toLowerCase());
  return refused("BadRequest", `${name} must be a GUID; got "${written.slice(0, 60)}".`, name);
}
