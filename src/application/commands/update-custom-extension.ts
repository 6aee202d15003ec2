/** Replaces the settings of a custom extension. Requests that wait for it already wait as long as they were told. */
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import {
  type ExtensionSettings,
  extensionProblems,
} from "../../domain/custom-extension/extension-problems.js";
import { withKeptSecrets, withoutSecrets } from "../../domain/custom-extension/secrets.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { findExtension, invalidExtension } from "../governance/custom-extensions.js";
import { catalogPartition } from "../governance/find.js";
import { actorOf, changesBetween, eventOperation } from "../governance/governance-event.js";
import { staleVersion, untilUnchanged } from "../governance/retry.js";
import { writtenAs } from "../governance/written.js";
import type { Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";

export type UpdateCustomExtensionInput = {
  readonly catalogId: string;
  readonly extensionId: string;
  /** An address that is sent as it was shown keeps the key that was left out of it. */
  readonly settings: ExtensionSettings;
  readonly ifMatch?: string | undefined;
};

export async function updateCustomExtension(
  ports: Ports,
  call: Call,
  { catalogId, extensionId, settings, ifMatch }: UpdateCustomExtensionInput,
): Promise<Outcome<Stored<CustomExtension>>> {
  const denied = await authorize(ports, call.caller, "manageCustomExtensions", catalogId);
  if (denied !== undefined) return denied;
  return untilUnchanged(async () => {
    const found = await findExtension(ports, catalogId, extensionId);
    if (found.kind === "refused") return found;
    const { document: before, etag } = found.value;
    const stale = staleVersion(found.value, ifMatch);
    if (stale !== undefined) return stale;
    if (settings.extensionType !== before.extensionType)
      return refused(
        "InvalidModel",
        `"${before.displayName}" is of type ${before.extensionType} and stays it: make another extension instead.`,
        "@odata.type",
      );
    const after: CustomExtension = {
      ...before,
      ...settings,
      endpoint: withKeptSecrets(settings.endpoint, before.endpoint),
      lastModifiedBy: actorOf(call).id,
      lastModifiedDateTime: ports.clock.now(),
    };
    const mistake = invalidExtension(extensionProblems(after));
    if (mistake !== undefined) return mistake;
    const partition = catalogPartition(catalogId);
    const result = await ports.documents.batch("governance", partition, [
      { op: "replace", document: after, ifMatch: etag },
      eventOperation(ports, call, {
        type: "customExtensionUpdated",
        partition,
        object: { type: after.extensionType, id: extensionId, displayName: after.displayName },
        related: { catalogId },
        changes: changesBetween(shown(before), shown(after), [
          "displayName",
          "description",
          "endpoint",
          "authentication",
          "client",
          "callback",
        ]),
      }),
    ]);
    return result.kind === "conflict" ? "changed" : done(writtenAs(result, partition, after));
  });
}

/** What may be recorded of it. */
function shown(extension: CustomExtension): CustomExtension {
  return { ...extension, endpoint: withoutSecrets(extension.endpoint) };
}
