/** How the settings of `gatehouse start` are read. */
import { describe, expect, it } from "vitest";
import { readStartSettings, SettingError, START_SETTINGS } from "../../src/hosts/settings.js";

describe("the settings of the server", () => {
  it("have the documented defaults", () => {
    expect(readStartSettings({}, {})).toEqual({
      port: 7071,
      httpsPort: 7443,
      host: "127.0.0.1",
      data: ".gatehouse",
      sample: true,
      allowOutbound: [],
      logLevel: "info",
    });
  });

  it("come from the flag, else from the variable, else from the default; an empty variable says nothing", () => {
    expect(readStartSettings({}, { GATEHOUSE_PORT: "8000" }).port).toBe(8000);
    expect(readStartSettings({ port: "9000" }, { GATEHOUSE_PORT: "8000" }).port).toBe(9000);
    expect(readStartSettings({}, { GATEHOUSE_PORT: "" }).port).toBe(7071);
    expect(readStartSettings({}, { GATEHOUSE_SAMPLE: "false" }).sample).toBe(false);
    expect(readStartSettings({ sample: false }, {}).sample).toBe(false);
    expect(readStartSettings({ httpsPort: "off" }, {}).httpsPort).toBe("off");
    expect(readStartSettings({ publicUrl: "https://access.example.org/" }, {}).publicUrl).toBe(
      "https://access.example.org",
    );
    expect(readStartSettings({ allowOutbound: "hooks.example.org, 10.0.0.0/8" }, {}).allowOutbound).toEqual([
      "hooks.example.org",
      "10.0.0.0/8",
    ]);
  });

  it.each([
    [{ port: "eighty" }, "--port"],
    [{ port: "70000" }, "--port"],
    [{ host: "everywhere" }, "--host"],
    [{ data: " " }, "--data"],
    [{ sample: "perhaps" }, "--sample"],
    [{ simulatedClock: "tomorrow" }, "--simulated-clock"],
    [{ admin: "anna" }, "--admin"],
    [{ allowOutbound: "10.0.0.0/99" }, "10.0.0.0/99"],
    [{ logLevel: "loud" }, "--log-level"],
    [{ publicUrl: "ftp://x" }, "--public-url"],
    [{ issuer: "https://login.microsoftonline.com/x/v2.0" }, "--audience"],
  ])("are refused by name when they cannot be meant: %j", (flags, named) => {
    expect(() => readStartSettings(flags, {})).toThrow(SettingError);
    expect(() => readStartSettings(flags, {})).toThrow(named);
  });

  it("blame the variable when the mistake is there", () => {
    expect(() => readStartSettings({}, { GATEHOUSE_PORT: "x" })).toThrow("GATEHOUSE_PORT");
  });

  it("have a variable of the flag's name each, and a meaning", () => {
    for (const { flag, variable, meaning } of Object.values(START_SETTINGS)) {
      const name = /^--([a-z-]+)/.exec(flag)?.[1] ?? "";
      expect(variable).toBe(`GATEHOUSE_${name.replaceAll("-", "_").toUpperCase()}`);
      expect(meaning.length).toBeGreaterThan(10);
    }
  });
});
