/** Which extensions a policy calls, and when (Graph: customExtensionStageSetting); and what is wrong with that. */
import type { CustomExtension, CustomExtensionStage } from "./custom-extension.js";

export type StageSetting = {
  readonly stage: CustomExtensionStage;
  readonly customExtensionId: string;
};

/** Which kind of extension each stage calls (spec/domain.md 11). */
const KIND_OF_STAGE: Readonly<Record<CustomExtensionStage, CustomExtension["extensionType"]>> = {
  assignmentRequestCreated: "accessPackageAssignmentRequestWorkflowExtension",
  assignmentRequestApproved: "accessPackageAssignmentRequestWorkflowExtension",
  assignmentRequestGranted: "accessPackageAssignmentRequestWorkflowExtension",
  assignmentRequestRemoved: "accessPackageAssignmentRequestWorkflowExtension",
  assignmentFourteenDaysBeforeExpiration: "accessPackageAssignmentWorkflowExtension",
  assignmentOneDayBeforeExpiration: "accessPackageAssignmentWorkflowExtension",
};

// Object.keys of a literal table gives exactly its keys, which the type cannot say.
export const CUSTOM_EXTENSION_STAGES = Object.keys(KIND_OF_STAGE) as readonly CustomExtensionStage[];

/** Stages at which a request can wait for an answer; at the others there is nothing left to hold up. */
const WAITING_STAGES: ReadonlySet<CustomExtensionStage> = new Set([
  "assignmentRequestCreated",
  "assignmentRequestApproved",
]);

/** `extensions` holds those of the policy's catalog, by id. */
export function stageSettingProblems(
  settings: readonly StageSetting[],
  extensions: ReadonlyMap<string, CustomExtension>,
): readonly { readonly target: string; readonly message: string }[] {
  const seen = new Set<string>();
  return settings.flatMap(({ stage, customExtensionId }, index) => {
    const target = `customExtensionStageSettings/${index}`;
    const key = `${stage} ${customExtensionId}`;
    const isTwice = seen.has(key);
    seen.add(key);
    const extension = extensions.get(customExtensionId);
    if (extension === undefined)
      return [
        {
          target: `${target}/customExtension/id`,
          message: `The catalog has no custom extension ${customExtensionId}.`,
        },
      ];
    const name = `Extension "${extension.displayName}"`;
    if (isTwice) return [{ target, message: `${name} is named twice for ${stage}.` }];
    if (extension.extensionType !== KIND_OF_STAGE[stage])
      return [
        {
          target: `${target}/stage`,
          message: `${name} is of type ${extension.extensionType}, which ${stage} does not call.`,
        },
      ];
    if (extension.callback === null) return [];
    if (extension.callback.isForApprovalStage)
      return [
        {
          target: `${target}/customExtension/id`,
          message: `${name} answers who must approve, which is not supported yet.`,
        },
      ];
    return WAITING_STAGES.has(stage)
      ? []
      : [{ target: `${target}/stage`, message: `${name} is waited for, and at ${stage} nothing waits.` }];
  });
}
