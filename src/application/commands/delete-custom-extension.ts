/** Deletes a custom extension that no policy names. A request that was to call it later fails then: what it would have said is not known. */
import type { AssignmentPolicy } from "../../domain/assignment-policy/assignment-policy.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import { endClosing, whileClosed } from "../governance/closing.js";
import { findExtension } from "../governance/custom-extensions.js";
import { catalogPartition } from "../governance/find.js";
import { eventOperation } from "../governance/governance-event.js";
import { staleVersion } from "../governance/retry.js";
import type { Ports } from "../ports/ports.js";

export async function deleteCustomExtension(
  ports: Ports,
  call: Call,
  input: {
    readonly catalogId: string;
    readonly extensionId: string;
    readonly ifMatch?: string | undefined;
  },
): Promise<Outcome<undefined>> {
  const { catalogId, extensionId } = input;
  const denied = await authorize(ports, call.caller, "manageCustomExtensions", catalogId);
  if (denied !== undefined) return denied;
  const found = await findExtension(ports, catalogId, extensionId);
  if (found.kind === "refused") return found;
  const { document: extension, etag } = found.value;
  const stale = staleVersion(found.value, input.ifMatch);
  if (stale !== undefined) return stale;
  const partition = catalogPartition(catalogId);
  return whileClosed(ports, partition, extensionId, async () => {
    const policies = await ports.documents.partition<AssignmentPolicy>(
      "governance",
      partition,
      "assignmentPolicy",
    );
    const users = policies
      .map(({ document }) => document)
      .filter((policy) =>
        policy.customExtensionStageSettings.some((setting) => setting.customExtensionId === extensionId),
      );
    if (users.length > 0) {
      const names = users.slice(0, 5).map(({ displayName, id }) => `"${displayName}" (${id})`);
      return refused(
        "ResourceInUse",
        `"${extension.displayName}" is called by ${users.length === 1 ? "one policy" : `${users.length} policies`} of the catalog: ${names.join(", ")}. Take it out of their customExtensionStageSettings first.`,
      );
    }
    const result = await ports.documents.batch("governance", partition, [
      { op: "delete", id: extensionId, ifMatch: etag },
      endClosing(extensionId),
      eventOperation(ports, call, {
        type: "customExtensionDeleted",
        partition,
        object: { type: extension.extensionType, id: extensionId, displayName: extension.displayName },
        related: { catalogId },
      }),
    ]);
    return result.kind === "conflict"
      ? refused("Conflict", "The extension was changed at the same moment. Try again.")
      : done(undefined);
  });
}
