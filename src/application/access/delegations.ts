/** Reads delegations of approvals: those in effect, and those of one person that have not ended. */
import { type ApprovalDelegation, isEffective } from "../../domain/approval/delegation.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

type Reading = Pick<Ports, "documents" | "clock">;

/** Keeps the condition short enough for every store; of more approvers than this all delegations are read, which are fewer. */
const DELEGATORS_PER_QUERY = 200;

const PAGE = 1_000;

/** In effect now, of these people. */
export async function delegationsOf(
  ports: Reading,
  delegatorIds: readonly string[],
): Promise<readonly ApprovalDelegation[]> {
  if (delegatorIds.length === 0) return [];
  return effective(
    ports,
    delegatorIds.length > DELEGATORS_PER_QUERY
      ? undefined
      : { op: "in", path: "delegatorId", values: delegatorIds },
  );
}

/** In effect now, of everybody. */
export function effectiveDelegations(ports: Reading): Promise<readonly ApprovalDelegation[]> {
  return effective(ports, undefined);
}

async function effective(
  ports: Reading,
  narrowing: Filter | undefined,
): Promise<readonly ApprovalDelegation[]> {
  const now = ports.clock.now();
  const begun: Filter = { op: "le", path: "startDateTime", value: now };
  const notEnded = notEndedAt(now);
  const filter: Filter = {
    op: "and",
    filters: narrowing === undefined ? [begun, notEnded] : [narrowing, begun, notEnded],
  };
  const all: ApprovalDelegation[] = [];
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<ApprovalDelegation>({
      container: "access",
      kind: "approvalDelegation",
      filter,
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    all.push(...page.items.map(({ document }) => document));
    continuation = page.continuation;
  } while (continuation !== undefined);
  return all.filter((delegation) => isEffective(delegation, now));
}

/** Running or still to begin. */
function notEndedAt(now: string): Filter {
  return {
    op: "or",
    filters: [
      { op: "eq", path: "endDateTime", value: null },
      { op: "gt", path: "endDateTime", value: now },
    ],
  };
}
