/** The records of resources being added, updated and removed, in the catalogs that the caller may see. */
import type { ResourceRequest } from "../../domain/catalog/resource.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { found } from "../governance/find.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import type { ListPage, ListQuery } from "./list-query.js";
import { isRefusal, narrowToCatalogs, readList } from "./read-list.js";

export async function listResourceRequests(
  ports: Ports,
  call: Call,
  query: ListQuery,
): Promise<Outcome<ListPage<ResourceRequest>>> {
  const narrowing = await narrowToCatalogs(ports, call, "viewCatalog", "catalogId");
  if (isRefusal(narrowing)) return narrowing;
  return done(await readList(ports, { container: "governance", kind: "resourceRequest" }, query, narrowing));
}

export async function getResourceRequest(
  ports: Ports,
  call: Call,
  { resourceRequestId }: { readonly resourceRequestId: string },
): Promise<Outcome<Stored<ResourceRequest>>> {
  const stored = await ports.documents.find<ResourceRequest>(
    "governance",
    "resourceRequest",
    resourceRequestId,
  );
  const outcome = found(stored, "resource request", resourceRequestId);
  if (outcome.kind === "refused") return outcome;
  return (await authorize(ports, call.caller, "viewCatalog", outcome.value.document.catalogId)) ?? outcome;
}
