/** The custom extensions that a policy or a request names; and how a policy that names some is saved without losing one of them. */
import type { PolicyProblem } from "../../domain/assignment-policy/policy-problems.js";
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import type { ExtensionProblem } from "../../domain/custom-extension/extension-problems.js";
import { type StageSetting, stageSettingProblems } from "../../domain/custom-extension/stage-setting.js";
import type { Outcome, Refusal } from "../../domain/errors.js";
import { limitOf } from "../../domain/tenant/limit-table.js";
import type { TenantSettings } from "../../domain/tenant/tenant-settings.js";
import type { Operation, Stored } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { notClosing, stillThere } from "./closing.js";
import { catalogPartition, found } from "./find.js";

/** Of these ids, the extensions of the catalog. */
async function storedExtensions(
  ports: Pick<Ports, "documents">,
  catalogId: string,
  ids: readonly string[],
): Promise<readonly Stored<CustomExtension>[]> {
  const read = await Promise.all(
    [...new Set(ids)].map((id) =>
      ports.documents.get<CustomExtension>("governance", catalogPartition(catalogId), id),
    ),
  );
  return read.filter((stored) => stored !== undefined).filter(isExtension);
}

function isExtension({ document }: Stored): boolean {
  return document.kind === "customExtension";
}

export async function findExtension(
  ports: Pick<Ports, "documents">,
  catalogId: string,
  extensionId: string,
): Promise<Outcome<Stored<CustomExtension>>> {
  const [stored] = await storedExtensions(ports, catalogId, [extensionId]);
  return found(stored, `custom extension of catalog ${catalogId}`, extensionId);
}

/** The refusal for settings that cannot be kept; undefined when they can. */
export function invalidExtension(problems: readonly ExtensionProblem[]): Refusal | undefined {
  const [first] = problems;
  if (first === undefined) return undefined;
  return {
    kind: "refused",
    code: "InvalidModel",
    message: `The model is invalid. ${problems.map(({ target, message }) => `${target}: ${message}`).join(" ")}`,
    target: first.target,
    details: problems.map(({ target, message }) => ({ code: "InvalidModel", message, target })),
  };
}

export async function loadExtensions(
  ports: Pick<Ports, "documents">,
  catalogId: string,
  settings: readonly StageSetting[],
): Promise<ReadonlyMap<string, CustomExtension>> {
  const ids = settings.map(({ customExtensionId }) => customExtensionId);
  const stored = await storedExtensions(ports, catalogId, ids);
  return new Map(stored.map(({ document }) => [document.id, document]));
}

/** What is wrong with the extensions of a policy. */
export async function extensionStageProblems(
  ports: Pick<Ports, "documents">,
  catalogId: string,
  settings: readonly StageSetting[],
  tenant: Pick<TenantSettings, "limits">,
): Promise<readonly PolicyProblem[]> {
  if (settings.length === 0) return [];
  const limit = limitOf(tenant, "customExtensionsPerPolicy");
  if (settings.length > limit)
    return [
      {
        code: "QuotaExceeded",
        target: "customExtensionStageSettings",
        message: `A policy calls at most ${limit} extensions; this one names ${settings.length}.`,
      },
    ];
  return stageSettingProblems(settings, await loadExtensions(ports, catalogId, settings));
}

/** Part of the batch that saves a policy: fails when an extension that it names goes away at the same moment. */
export async function extensionsStillThere(
  ports: Pick<Ports, "documents">,
  catalogId: string,
  settings: readonly StageSetting[],
): Promise<readonly Operation[]> {
  const ids = settings.map(({ customExtensionId }) => customExtensionId);
  const stored = await storedExtensions(ports, catalogId, ids);
  const missing = ids.filter((id) => !stored.some(({ document }) => document.id === id));
  return [
    ...stored.flatMap((one) => [notClosing(one.document.id), stillThere(one)]),
    // Gone since the policy was checked: no version is that of a document which is not there, so the batch fails.
    ...[...new Set(missing)].map((id): Operation => ({ op: "check", id, ifMatch: "gone" })),
  ];
}
