/** Every row of the endpoint table, called as its example says but for one mistake: each is the caller's, and is told with its place. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { BODY_BYTES_MAX } from "../../src/wire/read-body.js";
import { type Answered, at } from "../hosts/surface-fixture.js";
import { allExamples } from "./all-examples.js";
import { addressOf, callExample, nameOf } from "./calls.js";
import type { Example } from "./example.js";
import { type SeededWorld, seededWorld } from "./seeded-world.js";

let world: SeededWorld;
let lines: readonly { readonly endpoint: Endpoint; readonly example: Example }[];

beforeAll(async () => {
  world = await seededWorld();
  const examples = allExamples(world.ids);
  lines = ENDPOINTS.flatMap((endpoint) =>
    (examples.get(nameOf(endpoint)) ?? []).map((example) => ({ endpoint, example })),
  );
  world.mark();
});
afterAll(async () => {
  await world?.close();
  if (world?.bugs[0] !== undefined) throw world.bugs[0];
});

/** Properties that tell the reader nothing it needs: whatever they are, the rest decides. */
const IGNORED = new Set(["source", "type", "@odata.type", "mailEnabled"]);

describe("a call with one mistake", () => {
  it("in the type of one property of the body is told the name of the property", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of withBodies())
      for (const [name, value] of Object.entries(example.body ?? {})) {
        if (IGNORED.has(name)) continue;
        for (const nonsense of otherTypesThan(value)) {
          const answer = await callExample(world, endpoint, example, {
            body: { ...example.body, [name]: nonsense },
          });
          if (!blames(answer, name))
            wrong.push(told(endpoint, `${name}: ${JSON.stringify(nonsense)}`, answer));
          await world.rewind();
        }
      }
    expect(wrong).toEqual([]);
  });

  it("by leaving one property out does what the rest says, or is told the name of the property", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of withBodies())
      for (const name of Object.keys(example.body ?? {})) {
        const answer = await callExample(world, endpoint, example, {
          body: { ...example.body, [name]: undefined },
        });
        if (answer.status >= 300 && !blames(answer, name))
          wrong.push(told(endpoint, `without ${name}`, answer));
        await world.rewind();
      }
    expect(wrong).toEqual([]);
  });

  it("of a body that is no object is told so", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of withBodies())
      for (const raw of ["[]", "12", "null", '"text"', "{", "\uFEFF{"]) {
        const answer = await callExample(world, endpoint, example, { raw });
        if (answer.status !== 400 || !enveloped(answer)) wrong.push(told(endpoint, raw, answer));
      }
    expect(wrong).toEqual([]);
  });

  it("of a body that is too large is told how large it may be", async () => {
    const raw = new TextEncoder().encode(`{"displayName":"${"x".repeat(BODY_BYTES_MAX)}"}`);
    for (const { endpoint, example } of withBodies()) {
      const { status, body } = await callExample(world, endpoint, example, { raw });
      expect([nameOf(endpoint), status, at(body, "error/target")]).toEqual([nameOf(endpoint), 413, "body"]);
    }
  });

  it("in an id is told which one, whoever calls", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines)
      for (const [, name = ""] of endpoint.path.matchAll(/\{(\w+Id)\}/g)) {
        if (endpoint.textKeys?.includes(name) === true) continue;
        // Users are found by their name too, so one that nobody has is not found.
        const byName = name === "userId";
        const answer = await callExample(world, endpoint, {
          ...example,
          keys: { ...example.keys, [name]: "x-y" },
        });
        const isTold = byName
          ? [400, 404].includes(answer.status)
          : answer.status === 400 && blames(answer, name);
        if (!isTold || !enveloped(answer)) wrong.push(told(endpoint, name, answer));
      }
    expect(wrong).toEqual([]);
  });

  it("in a query option is told which one", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines) {
      if (endpoint.method !== "GET") continue;
      const address = addressOf(endpoint, example, world.ids);
      const glue = address.includes("?") ? "&" : "?";
      for (const option of [
        "$frobnicate=1",
        ...endpoint.query.filter(canBeWrong).map((one) => `${one}=((`),
      ]) {
        const [name = ""] = option.split("=");
        const clean = address.replace(new RegExp(`\\${name}=[^&]*`), "");
        const answer = await world.call("GET", `${clean}${glue}${option}`, {
          as: example.as ?? "Global Administrator",
        });
        if (answer.status !== 400 || !blames(answer, name)) wrong.push(told(endpoint, option, answer));
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** An object with properties that nobody knows is an empty object, not a mistake: such properties are ignored. */
function otherTypesThan(value: unknown): readonly unknown[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? ["nonsense", [[[]]]] : [{ nonsense: [1] }, Array.isArray(value) ? 12 : [[[]]]];
}

function withBodies() {
  return lines.filter(({ endpoint, example }) => endpoint.body !== undefined && example.body !== undefined);
}

/** Any text can be searched for. */
function canBeWrong(option: string): boolean {
  return option !== "$search";
}

/** In Graph's envelope, as the caller's mistake, naming what is wrong. */
function blames(answer: Answered, name: string): boolean {
  const words = `${JSON.stringify(at(answer.body, "error/target") ?? "")} ${JSON.stringify(at(answer.body, "error/message") ?? "")}`;
  return enveloped(answer) && answer.status >= 400 && answer.status < 500 && words.includes(name);
}

function enveloped({ body }: Answered): boolean {
  return (
    typeof at(body, "error/code") === "string" &&
    typeof at(body, "error/message") === "string" &&
    typeof at(body, "error/innerError/request-id") === "string"
  );
}

function told(endpoint: Endpoint, what: string, { status, text }: Answered): string {
  return `${nameOf(endpoint)} (${what}): ${status} ${text?.slice(0, 200) ?? ""}`;
}
