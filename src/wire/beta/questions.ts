/** Questions in beta's shape: texts with their translations inside, and another name for "more than one choice". */
import type { Json } from "../../domain/json.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { objectsIn } from "./user-sets.js";

/** `questions`: as v1.0 writes them, in the words of their author. */
export function getQuestions(questions: Json | undefined): readonly JsonObject[] {
  return objectsIn(questions).map(
    ({ text, localizations, choices, isMultipleSelectionAllowed, ...rest }) => ({
      ...rest,
      text: toContent(text, localizations),
      ...(isMultipleSelectionAllowed === undefined
        ? {}
        : { allowsMultipleSelection: isMultipleSelectionAllowed }),
      ...(choices === undefined
        ? {}
        : {
            choices: objectsIn(choices).map((choice) => ({
              actualValue: choice["actualValue"],
              displayValue: toContent(choice["text"], choice["localizations"]),
            })),
          }),
    }),
  );
}

/** What a client leaves out of a question that was there before (whether an answer can be edited) stays as it was. */
export function putQuestions(view: Json | undefined, before: Json | undefined): readonly JsonObject[] {
  const known = objectsIn(before);
  return objectsIn(view).map(({ text, choices, allowsMultipleSelection, ...rest }) => ({
    ...known.find(({ id }) => id !== undefined && id === rest["id"]),
    ...rest,
    ...fromContent(text),
    ...(allowsMultipleSelection === undefined ? {} : { isMultipleSelectionAllowed: allowsMultipleSelection }),
    ...(choices === undefined
      ? {}
      : {
          choices: objectsIn(choices).map(({ actualValue, displayValue }) => ({
            actualValue,
            ...fromContent(displayValue),
          })),
        }),
  }));
}

function toContent(text: Json | undefined, localizations: Json | undefined): JsonObject {
  return { defaultText: text, localizedTexts: localizations ?? [] };
}

/** A plain text is today's shape, which beta's addresses take too. */
function fromContent(content: Json | undefined): JsonObject {
  if (!isJsonObject(content)) return content === undefined ? {} : { text: content };
  return { text: content["defaultText"], localizations: content["localizedTexts"] ?? [] };
}
