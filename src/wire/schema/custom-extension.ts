/** Reads custom extensions, and the answers they give to requests that wait for them (spec/api.md 2.1 and 2.5). */
import { z } from "zod";
import { DESCRIPTION_LENGTH_MAX, DISPLAY_NAME_LENGTH_MAX } from "../../domain/catalog/limits.js";
import type { CalloutAnswer } from "../../domain/custom-extension/callout.js";
import type { CustomExtension } from "../../domain/custom-extension/custom-extension.js";
import type { ExtensionSettings } from "../../domain/custom-extension/extension-problems.js";
import { CUSTOM_EXTENSION_STAGES } from "../../domain/custom-extension/stage-setting.js";
import { JUSTIFICATION_LENGTH_MAX } from "../../domain/limits.js";
import { type Duration, parseDuration } from "../../domain/time/duration.js";
import { isJsonObject } from "../json-object.js";
import {
  duration,
  guid,
  integer,
  maybe,
  name,
  object,
  oneOf,
  optional,
  text,
  typeNameOf,
} from "./lenient.js";

const ADDRESS_LENGTH_MAX = 2_048;
const NAME_LENGTH_MAX = 256;

/** Adds `kind`, the type that `@odata.type` names, to what `shape` reads. */
function typed<S extends z.ZodRawShape, const M extends string>(
  shape: S,
  kinds: readonly [M, ...M[]],
  aliases = {},
) {
  const read = object({ ...shape, kind: oneOf(kinds) }, aliases);
  return z.preprocess(
    (value) => (isJsonObject(value) ? { ...value, kind: typeNameOf(value) ?? "" } : value),
    read,
  );
}

const endpoint: z.ZodType<CustomExtension["endpoint"]> = typed(
  {
    subscriptionId: maybe(name(NAME_LENGTH_MAX)),
    resourceGroupName: maybe(name(NAME_LENGTH_MAX)),
    logicAppWorkflowName: maybe(name(NAME_LENGTH_MAX)),
    url: optional(text(ADDRESS_LENGTH_MAX), null),
    targetUrl: maybe(text(ADDRESS_LENGTH_MAX)),
  },
  ["logicAppTriggerEndpointConfiguration", "httpRequestEndpoint"],
).transform((read, context): CustomExtension["endpoint"] => {
  const missing = (property: string) => {
    context.addIssue({ code: "custom", path: [property], message: "is missing" });
    return z.NEVER;
  };
  if (read.kind === "httpRequestEndpoint")
    return read.targetUrl === undefined
      ? missing("targetUrl")
      : { kind: "httpRequestEndpoint", targetUrl: read.targetUrl };
  const { subscriptionId, resourceGroupName, logicAppWorkflowName, url } = read;
  if (subscriptionId === undefined) return missing("subscriptionId");
  if (resourceGroupName === undefined) return missing("resourceGroupName");
  if (logicAppWorkflowName === undefined) return missing("logicAppWorkflowName");
  return {
    kind: "logicAppTriggerEndpointConfiguration",
    ...{ subscriptionId, resourceGroupName, logicAppWorkflowName },
    url: url === "" ? null : url,
  };
});

const authentication: z.ZodType<CustomExtension["authentication"]> = typed(
  { resourceId: maybe(name(ADDRESS_LENGTH_MAX)) },
  ["azureAdPopTokenAuthentication", "azureAdTokenAuthentication"],
).transform((read, context): CustomExtension["authentication"] => {
  if (read.kind === "azureAdPopTokenAuthentication") return { kind: read.kind };
  if (read.resourceId !== undefined) return { kind: read.kind, resourceId: read.resourceId };
  context.addIssue({ code: "custom", path: ["resourceId"], message: "is missing" });
  return z.NEVER;
});

/** Whether the numbers are in bounds is said by the domain; these keep them numbers. */
const NUMBER_MAX = 1_000_000;
const CLIENT_DEFAULT = { timeoutInMilliseconds: 1_000, maximumRetries: 0 };
const client = object({
  timeoutInMilliseconds: optional(integer(0, NUMBER_MAX), CLIENT_DEFAULT.timeoutInMilliseconds),
  maximumRetries: optional(integer(0, NUMBER_MAX), CLIENT_DEFAULT.maximumRetries),
});

/** As in Graph's samples. */
const WAIT_DEFAULT = fixed("PT1H");

/** `durationBeforeTimeout`: what the samples call `timeoutDuration`. */
const callback: z.ZodType<NonNullable<CustomExtension["callback"]>> = typed(
  { timeoutDuration: optional(duration, WAIT_DEFAULT) },
  ["customExtensionCallbackConfiguration", "accessPackageRequestApprovalStageCallbackConfiguration", ""],
  { durationBeforeTimeout: "timeoutDuration" },
).transform(({ kind, timeoutDuration }) => ({
  isForApprovalStage: kind === "accessPackageRequestApprovalStageCallbackConfiguration",
  timeoutDuration,
}));

/** Samples wrap the extension in `{"value": {...}}`. */
export const extension: z.ZodType<ExtensionSettings> = z.preprocess(
  (sent) => (isJsonObject(sent) && isJsonObject(sent["value"]) ? sent["value"] : sent),
  typed(
    {
      displayName: name(DISPLAY_NAME_LENGTH_MAX),
      description: optional(text(DESCRIPTION_LENGTH_MAX), null),
      endpointConfiguration: endpoint,
      authenticationConfiguration: authentication,
      clientConfiguration: optional(client, CLIENT_DEFAULT),
      callbackConfiguration: optional(callback, null),
    },
    ["accessPackageAssignmentRequestWorkflowExtension", "accessPackageAssignmentWorkflowExtension"],
  ).transform((read) => ({
    extensionType: read.kind,
    displayName: read.displayName,
    description: read.description,
    endpoint: read.endpointConfiguration,
    authentication: read.authenticationConfiguration,
    client: read.clientConfiguration,
    callback: read.callbackConfiguration,
  })),
);

const OUTCOMES = { denied: "denied", canceled: "canceled" } as const;

/** `source` and `type` say nothing that `data` does not. */
export const resumption: z.ZodType<{ readonly answer: CalloutAnswer; readonly isApprovalStage: boolean }> =
  object({
    data: object(
      {
        stage: optional(oneOf(CUSTOM_EXTENSION_STAGES), null),
        customExtensionStageInstanceId: guid,
        customExtensionStageInstanceDetail: optional(text(JUSTIFICATION_LENGTH_MAX), null),
        state: maybe(oneOf(["denied", "canceled"])),
        approvalStage: maybe(z.json()),
      },
      {},
    ),
  }).transform(({ data }) => ({
    answer: {
      customExtensionStageInstanceId: data.customExtensionStageInstanceId,
      stage: data.stage,
      detail: data.customExtensionStageInstanceDetail,
      outcome: data.state === undefined ? "continue" : OUTCOMES[data.state],
    },
    isApprovalStage: data.approvalStage !== undefined,
  }));

function fixed(written: string): Duration {
  const read = parseDuration(written);
  if (read === undefined) throw new Error(`${written} is not a duration.`);
  return read;
}
