/**
 * Every row of the endpoint table: a valid call that succeeds with what the row promises, and who may make it. What comes of each call
 * for each caller is in matrix.txt (`npx vitest run --project contract test/surface -u`; read the difference against spec/domain.md 15
 * and 16 before accepting it).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/wire/endpoint.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import type { Answered } from "../hosts/surface-fixture.js";
import { at } from "../hosts/surface-fixture.js";
import { allExamples } from "./all-examples.js";
import { callExample, nameOf } from "./calls.js";
import { COLUMNS } from "./columns.js";
import type { Example } from "./example.js";
import { type SeededWorld, seededWorld } from "./seeded-world.js";

let world: SeededWorld;
let examples: ReadonlyMap<string, readonly Example[]>;

beforeAll(async () => {
  world = await seededWorld();
  examples = allExamples(world.ids);
  world.mark();
});
afterAll(async () => {
  await world?.close();
  if (world?.bugs[0] !== undefined) throw world.bugs[0];
});

/** Rows with their examples: each example is a line of the matrix. */
const lines = () =>
  ENDPOINTS.flatMap((endpoint) =>
    (examples.get(nameOf(endpoint)) ?? []).map((example) => ({ endpoint, example })),
  );

describe("every row of the endpoint table", () => {
  it("has an example of a valid call, and there is none for a row that is not there", () => {
    const rows = ENDPOINTS.map(nameOf);
    expect(rows.filter((name) => !examples.has(name))).toEqual([]);
    expect([...examples.keys()].filter((name) => !rows.includes(name))).toEqual([]);
  });

  it("answers its example with a status that it documents, and with every property of its type", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines()) {
      const answer = await callExample(world, endpoint, example);
      const lacking = endpoint.statuses.includes(answer.status) ? missingProperties(endpoint, answer) : [];
      if (!endpoint.statuses.includes(answer.status))
        wrong.push(`${nameOf(endpoint)}: ${answer.status} ${answer.text?.slice(0, 300)}`);
      else if (lacking.length > 0) wrong.push(`${nameOf(endpoint)}: lacks ${lacking.join(", ")}`);
      await world.rewind();
    }
    expect(wrong).toEqual([]);
  });

  it("writes addresses, ids, times and durations in the form that Graph gives them", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines()) {
      const { body } = await callExample(world, endpoint, example);
      wrong.push(...unlikeGraph(body, "").map((place) => `${nameOf(endpoint)}: ${place}`));
      await world.rewind();
    }
    expect(wrong).toEqual([]);
  });

  it("says 401 without a token, and how to come by one", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines()) {
      const answer = await callExample(world, endpoint, example, { as: undefined });
      const how = answer.headers["WWW-Authenticate"];
      if (
        answer.status !== 401 ||
        how === undefined ||
        at(answer.body, "error/code") !== "InvalidAuthenticationToken"
      )
        wrong.push(`${nameOf(endpoint)}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is for those that the matrix says", { timeout: 60_000 }, async () => {
    const rows: string[] = [];
    for (const { endpoint, example } of lines()) {
      const cells: string[] = [];
      for (const { name } of COLUMNS) {
        // One at a time: each call starts from the same world.
        cells.push(mark(endpoint, await callExample(world, endpoint, example, { as: name })));
        await world.rewind();
      }
      const label = example.label === undefined ? "" : ` (${example.label})`;
      rows.push(`${cells.join(" ")}  ${nameOf(endpoint)}${label}`);
    }
    await expect(printed(rows)).toMatchFileSnapshot("matrix.txt");
  });

  it("is refused to everybody whose token lacks the delegated permission, whatever their role", async () => {
    const wrong: string[] = [];
    for (const { endpoint, example } of lines())
      for (const { name } of COLUMNS) {
        const caller = world.callers[name];
        if (caller?.kind !== "user") continue;
        for (const scopes of [
          [],
          ["EntitlementManagement.Read.All"],
          ["EntitlementMgmt-SubjectAccess.ReadWrite"],
        ]) {
          if (scopes.some((scope) => endpoint.permission.delegated.includes(scope))) continue;
          const answer = await callExample(world, endpoint, example, { as: { ...caller, scopes } });
          if (answer.status !== 403)
            wrong.push(`${nameOf(endpoint)}, ${name} with ${scopes[0]}: ${answer.status}`);
        }
      }
    expect(wrong).toEqual([]);
  });

  it("changes nothing with a token that only reads", () => {
    const writing = ENDPOINTS.filter(({ method }) => method !== "GET");
    const open = writing.filter(({ permission: { delegated, application } }) =>
      [...delegated, ...(application === "notSupported" ? [] : application)].some((name) =>
        /\.Read(Basic)?(\.|$)/.test(name),
      ),
    );
    expect(open.map(nameOf)).toEqual([]);
  });
});

/** x done, o done with nothing in it, . forbidden, - not found; another status as it is. */
function mark(endpoint: Endpoint, answer: Answered): string {
  if (answer.status < 300 && endpoint.statuses.includes(answer.status)) {
    const value = answer.body["value"];
    return Array.isArray(value) && value.length === 0 ? "o" : "x";
  }
  return answer.status === 403 ? "." : answer.status === 404 ? "-" : String(answer.status);
}

function missingProperties({ type }: Endpoint, { body, text }: Answered): readonly string[] {
  if (type === undefined || text === undefined) return [];
  const value = body["value"];
  const objects = Array.isArray(value) ? value : [body];
  if (objects.length === 0) return ["an object to look at"];
  // Of a directory object each kind has its own; only automatic policies have automatic settings.
  const expected = Object.keys(type.properties).filter(
    (name) => type.name !== "directoryObject" && name !== "automaticRequestSettings",
  );
  return expected.filter((name) => objects.some((one) => at(one, name) === undefined));
}

function printed(rows: readonly string[]): string {
  const heads = COLUMNS.map(({ name, is }, index) => `${"| ".repeat(index)}${name}: ${is}`);
  return [
    "What each call comes to for each caller, all of them with every delegated permission in their token.",
    "x done, o done but with nothing in it, . forbidden (403), - not found (404), or the status itself",
    "",
    ...heads,
    ...rows,
    "",
  ].join("\n");
}

const FORMS: readonly (readonly [name: RegExp, form: RegExp])[] = [
  [
    /^@odata\.context$/,
    /^http:\/\/localhost:7071\/v1\.0\/\$metadata#[\w.]+(\(.*\))?(\/[\w.]+(\('[^'{}]+'\))?)*(\/\$entity)?$/,
  ],
  [/^@odata\.type$/, /^#microsoft\.graph\.\w+$/],
  [/DateTime$/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/],
  [/^duration|Duration$/, /^P/],
];

const GUIDS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Places of texts that do not have the form that their name asks for. */
function unlikeGraph(value: unknown, place: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unlikeGraph(item, `${place}/${index}`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (typeof part !== "string") return unlikeGraph(part, `${place}/${name}`);
    const isLower = (part.match(GUIDS) ?? []).every((id) => id === id.toLowerCase());
    const fits = isLower && FORMS.every(([names, form]) => !names.test(name) || form.test(part));
    return fits ? [] : [`${place}/${name} is ${part}`];
  });
}
