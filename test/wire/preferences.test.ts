import { describe, expect, it } from "vitest";
import { localized } from "../../src/wire/localized.js";
import { readPreferences } from "../../src/wire/preferences.js";

describe("what a client prefers", () => {
  it("is read from Prefer, in any order and with what is not known left out", () => {
    expect(
      readPreferences('respond-async, odata.maxpagesize=50, Include-Unknown-Enum-Members, x="y"', undefined),
    ).toEqual({ maxPageSize: 50, includeUnknownEnumMembers: true, languages: [] });
    for (const prefer of [undefined, "", "odata.maxpagesize=0", "odata.maxpagesize=many", ";;,,"])
      expect(readPreferences(prefer, undefined).maxPageSize).toBeUndefined();
  });

  it("has languages in their order of quality", () => {
    const { languages } = readPreferences(undefined, "en;q=0.5, de-CH, *;q=0.1, fr;q=0, it;q=0.7");
    expect(languages).toEqual(["de-ch", "it", "en"]);
  });

  it("cannot make reading it costly", () => {
    const header = "xx-yy;q=0.5,".repeat(100_000);
    expect(readPreferences(header.slice(0, 16_000), header).languages.length).toBeLessThanOrEqual(10);
  });
});

describe("a text in several languages", () => {
  const localizations = [
    { languageCode: "de-DE", text: "Warum?" },
    { languageCode: "fr", text: "Pourquoi ?" },
  ];

  it("is given in exactly the language, in the same language of another country, or else as it is", () => {
    expect(localized("Why?", localizations, ["de-de"])).toBe("Warum?");
    expect(localized("Why?", localizations, ["de-ch"])).toBe("Warum?");
    expect(localized("Why?", localizations, ["fr-ca"])).toBe("Pourquoi ?");
    expect(localized("Why?", localizations, ["it", "fr"])).toBe("Pourquoi ?");
    expect(localized("Why?", localizations, ["it"])).toBe("Why?");
    expect(localized("Why?", localizations, [])).toBe("Why?");
  });
});
