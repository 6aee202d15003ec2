/** Makes a custom extension of a catalog known, which policies of the catalog can then call. */
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import {
  type ExtensionSettings,
  extensionProblems,
} from "../../domain/custom-extension/extension-problems.js";
import { done, type Outcome } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { beingRemoved, isClosed, notClosing, stillThere } from "../governance/closing.js";
import { findExtension, invalidExtension } from "../governance/custom-extensions.js";
import { catalogPartition, findCatalog } from "../governance/find.js";
import { actorOf, eventOperation } from "../governance/governance-event.js";
import { newId } from "../governance/new-id.js";
import { lacksQuota } from "../governance/quotas.js";
import { untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type CreateCustomExtensionInput = {
  readonly catalogId: string;
  readonly settings: ExtensionSettings;
};

export async function createCustomExtension(
  ports: Ports,
  call: Call,
  { catalogId, settings }: CreateCustomExtensionInput,
): Promise<Outcome<Stored<CustomExtension>>> {
  const denied = await authorize(ports, call.caller, "manageCustomExtensions", catalogId);
  if (denied !== undefined) return denied;
  const id = newId(ports, call, "customExtension");
  const mistake =
    invalidExtension(extensionProblems(settings)) ?? (await lacksQuota(ports, "customExtensions"));
  if (mistake !== undefined) return mistake;
  const now = ports.clock.now();
  const by = actorOf(call).id;
  const extension: CustomExtension = {
    // First, so that nothing in it can say which object this is.
    ...settings,
    kind: "customExtension",
    id,
    catalogId,
    createdBy: by,
    createdDateTime: now,
    lastModifiedBy: by,
    lastModifiedDateTime: now,
  };
  const partition = catalogPartition(catalogId);
  return untilUnchanged(async () => {
    const catalog = await findCatalog(ports, catalogId);
    if (catalog.kind === "refused") return catalog;
    const result = await ports.documents.batch("governance", partition, [
      notClosing(catalogId),
      stillThere(catalog.value),
      { op: "create", document: extension },
      eventOperation(ports, call, {
        type: "customExtensionCreated",
        partition,
        object: { type: settings.extensionType, id, displayName: extension.displayName },
        related: { catalogId },
      }),
    ]);
    if (result.kind === "written") return done(writtenAs(result, partition, extension));
    if (isClosed(result.conflict)) return beingRemoved(ports, partition, result.conflict);
    // The id is taken only by the same call made before (its idempotency key): that extension is the answer.
    return result.conflict.id === id ? findExtension(ports, catalogId, id) : "changed";
  });
}
