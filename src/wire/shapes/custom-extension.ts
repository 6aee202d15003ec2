/** customCalloutExtension of a catalog on the wire, and the stages at which policies call it. Keys in addresses are never shown. */
import type { Callout } from "../../domain/custom-extension/callout.js";
import type { CalloutEndpoint, CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import { withoutSecrets } from "../../domain/custom-extension/secrets.js";
import { CUSTOM_EXTENSION_STAGES, type StageSetting } from "../../domain/custom-extension/stage-setting.js";
import type { Shape } from "../entity-type.js";
import type { JsonObject } from "../json-object.js";

export const customExtensionShape = {
  name: "customCalloutExtension",
  properties: {
    id: "guid",
    displayName: "string",
    description: "string",
    endpointConfiguration: "complex",
    authenticationConfiguration: "complex",
    clientConfiguration: "complex",
    callbackConfiguration: "complex",
    createdBy: "string",
    createdDateTime: "dateTime",
    lastModifiedBy: "string",
    lastModifiedDateTime: "dateTime",
  },
  indexed: {
    id: { index: "id", type: "guid" },
    displayName: { index: "displayName", type: "string" },
    description: { index: "description", type: "string" },
    createdDateTime: { index: "createdDateTime", type: "dateTime" },
    lastModifiedDateTime: { index: "lastModifiedDateTime", type: "dateTime" },
  },
  write: (extension) => ({
    "@odata.type": `#microsoft.graph.${extension.extensionType}`,
    id: extension.id,
    displayName: extension.displayName,
    description: extension.description,
    endpointConfiguration: writeEndpoint(withoutSecrets(extension.endpoint)),
    authenticationConfiguration: writeTyped(extension.authentication),
    clientConfiguration: {
      "@odata.type": "#microsoft.graph.customExtensionClientConfiguration",
      ...extension.client,
    },
    callbackConfiguration: writeCallback(extension.callback),
    createdBy: extension.createdBy,
    createdDateTime: extension.createdDateTime,
    lastModifiedBy: extension.lastModifiedBy,
    lastModifiedDateTime: extension.lastModifiedDateTime,
  }),
} satisfies Shape<CustomExtension>;

function writeEndpoint(endpoint: CalloutEndpoint): JsonObject {
  return writeTyped(endpoint);
}

/** `kind` is Graph's name of the type. */
function writeTyped({ kind, ...rest }: { readonly kind: string }): JsonObject {
  return { "@odata.type": `#microsoft.graph.${kind}`, ...rest };
}

function writeCallback(callback: CustomExtension["callback"]): JsonObject | null {
  if (callback === null) return null;
  const type = callback.isForApprovalStage
    ? "accessPackageRequestApprovalStageCallbackConfiguration"
    : "customExtensionCallbackConfiguration";
  return { "@odata.type": `#microsoft.graph.${type}`, timeoutDuration: callback.timeoutDuration };
}

export type StageSettingOfPolicy = StageSetting & { readonly catalogId: string };

export const stageSettingShape = {
  name: "customExtensionStageSetting",
  properties: { id: "string", stage: { oneOf: CUSTOM_EXTENSION_STAGES } },
  indexed: {},
  // A policy calls an extension at most once at a stage, so the two name the setting.
  write: ({ stage, customExtensionId }) => ({ id: `${stage}_${customExtensionId}`, stage }),
} satisfies Shape<StageSettingOfPolicy>;

/** customExtensionCalloutInstance. What nobody has sent yet is not shown. */
export function writeCallouts(callouts: readonly Callout[]): readonly JsonObject[] {
  return callouts
    .filter(({ status }) => status !== "toBeSent")
    .map(({ id, customExtensionId, status, detail }) => ({
      id,
      customExtensionId,
      status,
      detail,
      externalCorrelationId: null,
    }));
}
