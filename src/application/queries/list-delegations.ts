/** Delegations of approvals: one's own and those by which one decides; everybody's for whoever may see them. */
import type { ApprovalDelegation } from "../../domain/approval/delegation.js";
import { done, type Outcome } from "../../domain/errors.js";
import { mayReadDelegation } from "../access/delegation-rights.js";
import { findDelegation } from "../access/find.js";
import { subjectOfCaller } from "../access/who-calls.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { readList } from "./read-list.js";

export async function listDelegations(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<ApprovalDelegation>>> {
  const { caller } = call;
  const refusal = await authorize(ports, caller, "viewApprovalDelegations", null);
  if (refusal !== undefined && caller.kind !== "user") return refusal;
  const me =
    caller.kind === "user" && refusal !== undefined ? await subjectOfCaller(ports, caller) : undefined;
  if (me?.kind === "refused") return me;
  // Whoever is not in the directory has none.
  const objectId = me?.value.objectId ?? "";
  const mine: Filter | undefined =
    me === undefined
      ? undefined
      : {
          op: "or",
          filters: [
            { op: "eq", path: "delegatorId", value: objectId },
            { op: "eq", path: "delegateId", value: objectId },
          ],
        };
  return done(await readList(ports, { container: "access", kind: "approvalDelegation" }, query, mine));
}

export async function getDelegation(
  ports: Ports,
  call: Call,
  { delegationId }: { readonly delegationId: string },
): Promise<Outcome<Stored<ApprovalDelegation>>> {
  const stored = await findDelegation(ports, delegationId);
  if (stored.kind === "refused") return stored;
  return (await mayReadDelegation(ports, call, stored.value.document)) ?? stored;
}
