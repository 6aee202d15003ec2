/**
 * Which roles of which resources people have through packages: the grant ledger, without what is gone. Whoever may see assignments in some
 * catalogs only sees the roles that assignments of those catalogs give.
 */
import type { Assignment } from "../../domain/assignment/assignment.js";
import type { RoleGrant } from "../../domain/assignment/role-grant.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { catalogsWhere } from "../authorize.js";
import type { Call } from "../call.js";
import { pause } from "../pause.js";
import type { Filter, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

const SOURCE = { container: "access", kind: "roleGrant" } as const;
/** Being revoked, it is still there: nobody may take it for gone before it is. Values written to a person (UserAttribute) are no roles. */
const STANDING: Filter = {
  op: "and",
  filters: [
    { op: "in", path: "state", values: ["granting", "granted", "revoking"] },
    { op: "ne", path: "role/originSystem", value: "UserAttribute" },
  ],
};

export async function listRoleGrants(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<RoleGrant>>> {
  // Refuses whoever may see assignments nowhere.
  const narrowing = await narrowToCatalogs(ports, call, "viewAssignments", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  if (narrowing === undefined) return done(await readList<RoleGrant>(ports, SOURCE, query, STANDING));
  const items: Stored<RoleGrant>[] = [];
  let { continuation } = query;
  do {
    // Never more than there is room for, so that the continuation leaves nothing out.
    const step = { ...query, count: false, top: query.top - items.length };
    const page = await readList<RoleGrant>(
      ports,
      SOURCE,
      continuation === undefined ? step : { ...step, continuation },
      STANDING,
    );
    items.push(...(await visibleOf(ports, call, page.items)));
    continuation = page.continuation;
    await pause();
  } while (continuation !== undefined && items.length < query.top);
  const count = query.count ? { count: await countVisible(ports, call, query) } : {};
  return done({ items, ...count, ...(continuation === undefined ? {} : { continuation }) });
}

export async function getRoleGrant(
  ports: Ports,
  call: Call,
  { roleGrantId }: { readonly roleGrantId: string },
): Promise<Outcome<Stored<RoleGrant>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewAssignments", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  const stored = await ports.documents.find<RoleGrant>("access", "roleGrant", roleGrantId);
  const [visible] = stored === undefined ? [] : await visibleOf(ports, call, [stored]);
  return visible === undefined ||
    visible.document.state === "revoked" ||
    visible.document.role.originSystem === "UserAttribute"
    ? refused("ResourceNotFound", `The resource was not found: nobody has a role with id ${roleGrantId}.`)
    : done(visible);
}

async function countVisible(ports: Ports, call: Call, query: ListQuery): Promise<number> {
  let count = 0;
  let continuation: string | undefined;
  do {
    const step = { ...(query.filter === undefined ? {} : { filter: query.filter }), top: 999, count: false };
    const page: ListPage<RoleGrant> = await readList<RoleGrant>(
      ports,
      SOURCE,
      continuation === undefined ? step : { ...step, continuation },
      STANDING,
    );
    count += (await visibleOf(ports, call, page.items)).length;
    continuation = page.continuation;
    await pause();
  } while (continuation !== undefined);
  return count;
}

async function visibleOf(
  ports: Ports,
  call: Call,
  grants: readonly Stored<RoleGrant>[],
): Promise<readonly Stored<RoleGrant>[]> {
  const where = await catalogsWhere(ports, call.caller, "viewAssignments");
  if (where === "all") return grants;
  const seen = await Promise.all(
    grants.map(async ({ document: { subjectId, assignmentIds } }) => {
      const assignments = await Promise.all(
        assignmentIds.map((id) => ports.documents.get<Assignment>("access", subjectId, id)),
      );
      return assignments.some((stored) => stored !== undefined && where.includes(stored.document.catalogId));
    }),
  );
  return grants.filter((_, index) => seen[index]);
}
