/** Why may somebody, or may not; why is a request where it is; why does somebody have access: the evaluated rules in order. Not in Graph. */
import { explainAccessPackage } from "../../application/queries/explain-access-package.js";
import { explainAssignment } from "../../application/queries/explain-assignment.js";
import { explainAssignmentRequest } from "../../application/queries/explain-assignment-request.js";
import { EVERY_TYPE } from "../../domain/assignment-request/request-kinds.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Json } from "../../domain/json.js";
import type { Answer, Endpoint, EndpointCall } from "../endpoint.js";
import { guid, oneOf } from "../schema/lenient.js";
import { EM, SELF_OR_READ } from "./base.js";

export const EXPLAIN_ENDPOINTS: readonly Endpoint[] = [
  explanation(
    `${EM}/accessPackages/{accessPackageId}/explain`,
    async ({ ports, call, params, parameters }) => {
      const targetObjectId = idIn(parameters, "target");
      if (targetObjectId.kind === "refused") return targetObjectId;
      const assignmentPolicyId = idIn(parameters, "policy");
      if (assignmentPolicyId.kind === "refused") return assignmentPolicyId;
      const requestType = oneOf(EVERY_TYPE).safeParse(parameters.get("requestType") ?? "userAdd");
      if (!requestType.success)
        return refused("BadRequest", `requestType must be one of ${EVERY_TYPE.join(", ")}.`, "requestType");
      return explainAccessPackage(ports, call, {
        accessPackageId: params["accessPackageId"] ?? "",
        targetObjectId: targetObjectId.value,
        assignmentPolicyId: assignmentPolicyId.value,
        requestType: requestType.data,
      });
    },
  ),
  explanation(`${EM}/assignmentRequests/{requestId}/explain`, ({ ports, call, params }) =>
    explainAssignmentRequest(ports, call, { requestId: params["requestId"] ?? "" }),
  ),
  explanation(`${EM}/assignments/{assignmentId}/explain`, ({ ports, call, params }) =>
    explainAssignment(ports, call, { assignmentId: params["assignmentId"] ?? "" }),
  ),
];

function explanation(
  path: string,
  explain: (call: EndpointCall) => Promise<Outcome<{ readonly [name: string]: Json | undefined }>>,
): Endpoint {
  return {
    method: "GET",
    path,
    permission: SELF_OR_READ,
    action: "viewAssignments",
    query: [],
    statuses: [200],
    handle: async (call): Promise<Outcome<Answer>> => {
      const explained = await explain(call);
      return explained.kind === "refused"
        ? explained
        : done({ kind: "entity", value: explained.value, context: "gatehouse.explanation" });
    },
  };
}

/** A directory or policy id in the query, or none. */
function idIn(parameters: ReadonlyMap<string, string>, name: string): Outcome<string | undefined> {
  const written = parameters.get(name);
  if (written === undefined || written === "") return done(undefined);
  const read = guid.safeParse(written);
  return read.success
    ? done(read.data)
    : refused("BadRequest", `${name} must be a GUID; got "${written.slice(0, 60)}".`, name);
}
