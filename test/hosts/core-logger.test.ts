/** The log: its two forms, its levels, and that no secret gets into it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogger, type LogLevel } from "../../src/hosts/embedded/logger.js";
import { redact, redactText } from "../../src/hosts/embedded/redaction.js";

function logger(level: LogLevel, json: boolean): { log: ReturnType<typeof createLogger>; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, json, write: (line) => void lines.push(line) }) };
}

test("writes one JSON object a line with level, time, message and facts", () => {
  const { log, lines } = logger("info", true);
  log.info("Started.\nReally.", { port: 7071 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\}\n$/);
  expect(lines[0]?.slice(0, -1)).not.toContain("\n");
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: "Started.\nReally.",
    port: 7071,
  });
});

test("writes friendly lines for a person, with the stack of an error below", () => {
  const { log, lines } = logger("info", false);
  log.warn("Careful.", { port: 7071, name: "x" });
  log.error("Broken.", { error: new Error("why") });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d .+ Careful\./);
  expect(lines[0]).toContain("port=7071 name=x");
  expect(lines[1]).toContain("Error: why\n");
});

test("leaves out what is below its level", () => {
  const { log, lines } = logger("warn", true);
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(["c", "d"]);
});

test("shows an error with its code and its cause", () => {
  const { log, lines } = logger("info", true);
  const error = Object.assign(new Error("outer", { cause: new Error("inner") }), { code: "EIO" });
  log.error("Broken.", { error });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    error: {
      type: "Error",
      message: "outer",
      code: "EIO",
      stack: expect.any(String),
      cause: { message: "inner" },
    },
  });
});

describe("a secret is hidden", () => {
  test.each([
    "authorization",
    "Authorization",
    "cookie",
    "set-cookie",
    "password",
    "client_secret",
    "access_token",
    "code",
  ])("under the name %s, at any depth", (name) => {
    const text = JSON.stringify(redact({ [name]: "s3cret", request: { headers: [{ [name]: "s3cret" }] } }));
    expect(text).not.toContain("s3cret");
  });

  test.each([
    "Authorization: Bearer s3cret.value-1",
    "GET /callback?code=s3cret&state=1",
    "https://x/#access_token=s3cret",
    "token eyJhbGciOiJub25lIn0.s3cret.x",
    "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=s3cret=",
  ])("inside a text: %s", (text) => {
    expect(redactText(text)).not.toContain("s3cret");
  });

  test("inside the message and the stack of an error", () => {
    const { log, lines } = logger("info", true);
    log.error("failed for Bearer s3cretvalue", { error: new Error("call with ?code=s3cretvalue") });
    expect(lines.join("")).not.toContain("s3cretvalue");
  });
});

test("any facts can be logged: circles, deep ones, functions, big numbers", () => {
  const { log, lines } = logger("info", true);
  const circle: Record<string, unknown> = { n: 1n, f: () => {}, s: Symbol("x"), bytes: new Uint8Array(3) };
  circle["self"] = circle;
  log.info("ok", circle);
  expect(JSON.parse(lines[0] ?? "").bytes).toBe("[3 bytes]");
  fc.assert(
    fc.property(fc.object({ withBigInt: true, withDate: true, withTypedArray: true }), (facts) => {
      lines.length = 0;
      log.info("any", facts as Record<string, unknown>);
      expect(JSON.parse(lines[0] ?? "").level).toBeDefined();
    }),
  );
});
