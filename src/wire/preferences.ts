/** What the client prefers, from the Prefer and Accept-Language headers: page size, enum members newer than it knows, language of question texts. */

export type Preferences = {
  /** odata.maxpagesize; undefined when not asked for. */
  readonly maxPageSize: number | undefined;
  /** Members numbered after `unknownFutureValue` are written out only for clients that say they can bear them. */
  readonly includeUnknownEnumMembers: boolean;
  /** Language tags in order of preference, lower case; empty when any will do. */
  readonly languages: readonly string[];
};

const LANGUAGES_MAX = 10;

/** Unknown preferences are ignored, as RFC 7240 says they may be. */
export function readPreferences(prefer: string | undefined, acceptLanguage: string | undefined): Preferences {
  let maxPageSize: number | undefined;
  let includeUnknownEnumMembers = false;
  if (prefer !== undefined) {
    for (const part of prefer.split(/[,;]/)) {
      const [name = "", value = ""] = part.trim().toLowerCase().split("=");
      if (name === "odata.maxpagesize" || name === "maxpagesize") {
        const size = Number(value.replaceAll('"', ""));
        if (Number.isInteger(size) && size >= 1) maxPageSize = size;
      }
      if (name === "include-unknown-enum-members") includeUnknownEnumMembers = true;
    }
  }
  return { maxPageSize, includeUnknownEnumMembers, languages: readLanguages(acceptLanguage) };
}

function readLanguages(header: string | undefined): readonly string[] {
  if (header === undefined) return NONE;
  return header
    .split(",", LANGUAGES_MAX)
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) };
    })
    .filter(({ tag, quality }) => tag !== "" && tag !== "*" && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

const NONE: readonly string[] = [];
