/** Adds a resource to a catalog, updates it or removes it (Graph: resourceRequests); carried out at once and kept as a record. */
import type { ResourceRequest } from "../../domain/catalog/resource.js";
import type { Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findCatalog } from "../governance/find.js";
import type { SubmitResourceRequestInput } from "../governance/resource-request.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { addResource } from "./add-resource.js";
import { removeResource } from "./remove-resource.js";
import { updateResource } from "./update-resource.js";

export async function submitResourceRequest(
  ports: Ports,
  call: Call,
  input: SubmitResourceRequestInput,
): Promise<Outcome<Stored<ResourceRequest>>> {
  const denied = await authorize(ports, call.caller, "manageResources", input.catalogId);
  if (denied !== undefined) return denied;
  const catalog = await findCatalog(ports, input.catalogId);
  if (catalog.kind === "refused") return catalog;
  switch (input.requestType) {
    case "adminAdd":
      return addResource(ports, call, input);
    case "adminUpdate":
      return updateResource(ports, call, input);
    case "adminRemove":
      return removeResource(ports, call, input);
  }
}
