/** Custom extensions, and the stages at which policies call them, with what can be expanded from them. */
import type { CustomExtension } from "../domain/custom-extension/custom-extension.js";
import type { EntityType } from "./entity-type.js";
import { inCatalog, readRelated } from "./load/related.js";
import { toOne } from "./navigation.js";
import {
  customExtensionShape,
  type StageSettingOfPolicy,
  stageSettingShape,
} from "./shapes/custom-extension.js";

export const customExtensionType: EntityType<CustomExtension> = { ...customExtensionShape, navigation: {} };

export const stageSettingType: EntityType<StageSettingOfPolicy> = {
  ...stageSettingShape,
  navigation: {
    customExtension: toOne(
      "customCalloutExtension",
      () => customExtensionType,
      (settings, context) =>
        readRelated<CustomExtension>(
          context,
          "governance",
          settings.map(({ catalogId, customExtensionId }) => inCatalog(catalogId, customExtensionId)),
        ),
    ),
  },
};
