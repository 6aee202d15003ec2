/** The log: one JSON object a line for machines, friendly lines for a person, and never a secret in either. */
import { pino } from "pino";
import type { Logger } from "./binding-service.js";
import { redact, redactText } from "./redaction.js";

export type LogLevel = "error" | "warn" | "info" | "debug";

export type LoggerOptions = {
  readonly level: LogLevel;
  /** JSON lines; false: lines for a terminal. */
  readonly json: boolean;
  /** Where lines go, the line break included. Default: standard error, so that standard output stays the program's own. */
  readonly write?: (line: string) => void;
};

export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const lines = pino(
    {
      level: options.level,
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: options.json ? write : (line) => write(friendly(line)) },
  );
  const at =
    (level: LogLevel): Logger["info"] =>
    (message, facts) => {
      if (lines.isLevelEnabled(level)) lines[level](redact(facts ?? {}), redactText(message));
    };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}

const SIGN: Readonly<Record<string, string>> = {
  error: "\u001b[31m✖\u001b[0m",
  warn: "\u001b[33m!\u001b[0m",
  info: "\u001b[36m·\u001b[0m",
  debug: "\u001b[2m·\u001b[0m",
};

/** `09:41:07 · The message  key=value`, a stack below it. */
function friendly(line: string): string {
  // Pino has just written the line.
  const { level, time, message, error, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const pairs = Object.entries(facts).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const rest = pairs.length === 0 ? "" : `  \u001b[2m${pairs.join(" ")}\u001b[0m`;
  const stack = stackOf(error);
  return `${String(time).slice(11, 19)} ${SIGN[String(level)] ?? "·"} ${String(message)}${rest}\n${stack}`;
}

function stackOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("stack" in error)) return "";
  return `\u001b[2m${String(error.stack).replace(/^/gm, "    ")}\u001b[0m\n`;
}
