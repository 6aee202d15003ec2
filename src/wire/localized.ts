/** Picks the text in the language that the client prefers: exactly that language, or the same language of another country. */
import type { LocalizedText } from "../domain/assignment-policy/assignment-policy.js";

/** The default text when no localization fits. `languages` are lower-case tags in order of preference. */
export function localized(
  text: string,
  localizations: readonly LocalizedText[],
  languages: readonly string[],
): string {
  for (const language of languages) {
    const exact = localizations.find(({ languageCode }) => languageCode.toLowerCase() === language);
    if (exact !== undefined) return exact.text;
    const primary = primaryOf(language);
    const related = localizations.find(
      ({ languageCode }) => primaryOf(languageCode.toLowerCase()) === primary,
    );
    if (related !== undefined) return related.text;
  }
  return text;
}

function primaryOf(tag: string): string {
  return tag.split("-", 1)[0] ?? tag;
}
