/**
 * Every setting of `gatehouse start`, once: its flag, its environment variable, what it means when nothing is said, and how it is read.
 * `gatehouse help start` and docs/operating.md are made from this table. A flag beats the variable, the variable beats the default.
 */
import { isIP } from "node:net";
import { type Instant, parseInstant } from "../domain/time/instant.js";

/** A setting that cannot be used as it stands; the message names it and says what it takes. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

export type LogLevel = "error" | "warn" | "info" | "debug";

export type Setting<T> = {
  /** As commander reads it: `--port <number>`; `--sample` and `--no-sample` for a yes or no. */
  readonly flag: string;
  readonly variable: string;
  readonly meaning: string;
  /** In the form in which it would be typed; undefined: nothing. */
  readonly standard?: string;
  /** Throws SettingError. */
  readonly read: (text: string) => T;
};

const text = (value: string): string => {
  if (value.trim() === "") throw new SettingError("must not be empty.");
  return value;
};

export const START_SETTINGS = {
  port: setting({
    flag: "--port <number>",
    variable: "GATEHOUSE_PORT",
    standard: "7071",
    meaning: "http port; 0 picks a free one",
    read: port,
  }),
  httpsPort: setting({
    flag: "--https-port <number>",
    variable: "GATEHOUSE_HTTPS_PORT",
    standard: "7443",
    meaning: "https port, with a certificate of the folder's own CA; 0 picks a free one; off: no https",
    read: (value): number | "off" => (value.toLowerCase() === "off" ? "off" : port(value)),
  }),
  host: setting({
    flag: "--host <address>",
    variable: "GATEHOUSE_HOST",
    standard: "127.0.0.1",
    meaning: "address to listen on; anything but loopback is refused while there are sample accounts",
    read: (value) => {
      if (value !== "localhost" && isIP(value) === 0) throw new SettingError("must be an IP address.");
      return value;
    },
  }),
  publicUrl: setting({
    flag: "--public-url <url>",
    variable: "GATEHOUSE_PUBLIC_URL",
    meaning:
      "where people reach the portal, when it is not http://localhost:PORT (a proxy with https in front): for links, sign-in and @odata.context",
    read: (value) => {
      const url = URL.canParse(value) ? new URL(value) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
        throw new SettingError("must be an address such as https://access.example.org.");
      }
      return url.href.replace(/\/+$/, "");
    },
  }),
  data: setting({
    flag: "--data <folder>",
    variable: "GATEHOUSE_DATA",
    standard: ".gatehouse",
    meaning: "everything the server keeps: database, keys, CA, mailbox, archives; one server to a folder",
    read: text,
  }),
  sample: setting({
    flag: "--sample",
    variable: "GATEHOUSE_SAMPLE",
    standard: "true",
    meaning:
      "whether a new data folder starts with the sample organization and its accounts (--no-sample: without)",
    read: yesOrNo,
  }),
  simulatedClock: setting({
    flag: "--simulated-clock <instant>",
    variable: "GATEHOUSE_SIMULATED_CLOCK",
    meaning:
      "time stands still here and moves only by POST /test/clock; refused unless the folder is new or was simulated before",
    read: simulatedInstant,
  }),
  admin: setting({
    flag: "--admin <upn>",
    variable: "GATEHOUSE_ADMIN",
    meaning:
      "on a new folder: makes this person the first Global Administrator, with a password that is shown once",
    read: (value) => {
      if (!/^[^@\s]{1,64}@[^@\s]{1,255}$/.test(value)) {
        throw new SettingError("must be a user principal name such as anna@example.org.");
      }
      return value;
    },
  }),
  allowOutbound: setting({
    flag: "--allow-outbound <list>",
    variable: "GATEHOUSE_ALLOW_OUTBOUND",
    standard: "",
    meaning:
      "host names and address ranges, separated by commas, to which callouts and webhooks may go although they are loopback or private",
    read: outboundList,
  }),
  logLevel: setting({
    flag: "--log-level <level>",
    variable: "GATEHOUSE_LOG_LEVEL",
    standard: "info",
    meaning: "error, warn, info or debug",
    read: logLevel,
  }),
  issuer: setting({
    flag: "--issuer <url>",
    variable: "GATEHOUSE_ISSUER",
    meaning:
      "tokens of this issuer are accepted too (claim iss; its discovery document is below it): https://login.microsoftonline.com/TENANT/v2.0, or any OpenID provider",
    read: (value) => {
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
        throw new SettingError("must be the issuer's address, as in the claim iss of its tokens.");
      }
      return value;
    },
  }),
  audience: setting({
    flag: "--audience <list>",
    variable: "GATEHOUSE_AUDIENCE",
    meaning: "what such tokens must be for (claim aud); several separated by commas; needed with --issuer",
    read: list,
  }),
  tenant: setting({
    flag: "--tenant <id>",
    variable: "GATEHOUSE_TENANT",
    meaning: "the tenant of such tokens (claim tid); needed with --issuer",
    read: (value) => text(value).toLowerCase(),
  }),
} as const;

type Name = keyof typeof START_SETTINGS;
type Value<N extends Name> = ReturnType<(typeof START_SETTINGS)[N]["read"]>;
type Always = {
  [N in Name]: (typeof START_SETTINGS)[N] extends { readonly standard: string } ? N : never;
}[Name];

/** What `gatehouse start` was told. */
export type StartSettings = { readonly [N in Always]: Value<N> } & {
  readonly [N in Exclude<Name, Always>]?: Value<N>;
};

/** `flags` holds what was typed, by setting name. Throws SettingError for the first setting that cannot be used. */
export function readStartSettings(
  flags: { readonly [name: string]: string | boolean | undefined },
  environment: { readonly [variable: string]: string | undefined },
): StartSettings {
  const values: { [name: string]: unknown } = {};
  for (const [name, { flag, variable, standard, read }] of Object.entries<Setting<unknown>>(START_SETTINGS)) {
    const [typed, source] =
      flags[name] !== undefined
        ? [String(flags[name]), flag.split(" ")[0]]
        : (environment[variable] ?? "") !== ""
          ? [environment[variable], variable]
          : [standard, name];
    if (typed === undefined) continue;
    try {
      values[name] = read(typed);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      throw new SettingError(`${source} "${typed}" ${error.message}`);
    }
  }
  // Each value was read by the function that gives the type its part; what has a default is never absent.
  const settings = values as StartSettings;
  if (settings.issuer !== undefined && (settings.audience === undefined || settings.tenant === undefined)) {
    throw new SettingError(
      "--issuer needs --audience and --tenant: which of its tokens are for this server?",
    );
  }
  return settings;
}

/** Keeps the default's presence in the type. */
function setting<S extends Setting<unknown>>(one: S): S {
  return one;
}

/** A port number, 0 for a free one. Throws SettingError. */
export function port(value: string): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 65_535)) throw new SettingError("must be a port number from 0 to 65535.");
  return number;
}

/** Throws SettingError. */
export function simulatedInstant(value: string): Instant {
  const instant = parseInstant(value);
  if (instant === undefined) throw new SettingError("must be an instant such as 2027-01-01T00:00:00Z.");
  return instant;
}

/** Throws SettingError. */
export function logLevel(value: string): LogLevel {
  const level = value.toLowerCase();
  if (level === "error" || level === "warn" || level === "info" || level === "debug") return level;
  throw new SettingError("must be error, warn, info or debug.");
}

function yesOrNo(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower === "true" || lower === "1" || lower === "yes") return true;
  if (lower === "false" || lower === "0" || lower === "no") return false;
  throw new SettingError("must be true or false.");
}

function list(value: string): readonly string[] {
  const items = value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0) throw new SettingError("must name at least one.");
  return items;
}

function outboundList(value: string): readonly string[] {
  const items = value.trim() === "" ? [] : list(value);
  for (const item of items) {
    const [address = "", bits, ...rest] = item.split("/");
    const version = isIP(address);
    const isRange =
      version !== 0 &&
      rest.length === 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
    const isName = bits === undefined && /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(item);
    if (!isRange && !isName) {
      throw new SettingError(`must be host names or ranges such as 10.0.0.0/8; "${item}" is neither.`);
    }
  }
  return items;
}
