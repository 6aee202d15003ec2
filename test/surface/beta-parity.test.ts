/** The same call in beta's spelling: whoever may make it below /v1.0 may make it below /beta, and nobody else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { betaEndpoints } from "../../src/wire/beta/endpoints.js";
import { BETA_SEGMENTS } from "../../src/wire/beta/names.js";
import { ENDPOINTS } from "../../src/wire/endpoints.js";
import { allExamples } from "./all-examples.js";
import { addressOf, nameOf } from "./calls.js";
import { COLUMNS } from "./columns.js";
import { type SeededWorld, seededWorld } from "./seeded-world.js";

/** Columns that differ in what they may do; all of them would say the same again. */
const CALLERS = COLUMNS.filter(({ name }) =>
  ["Global Administrator", "Catalog reader", "Member", "App owner"].includes(name),
);

describe("beta", () => {
  let world: SeededWorld;
  beforeAll(async () => {
    world = await seededWorld();
    world.mark();
  });
  afterAll(async () => {
    await world?.close();
    if (world?.bugs[0] !== undefined) throw world.bugs[0];
  });

  it("refuses and allows what v1.0 does, row by row", { timeout: 60_000 }, async () => {
    const examples = allExamples(world.ids);
    const table = betaEndpoints(ENDPOINTS);
    const different: string[] = [];
    let compared = 0;
    for (const row of ENDPOINTS) {
      const path = row.path
        .split("/")
        .map((segment) => BETA_SEGMENTS[segment] ?? segment)
        .join("/");
      const beta = table.find((one) => one.method === row.method && one.path === path);
      if (beta === undefined || path === row.path) continue;
      for (const example of examples.get(nameOf(row)) ?? [])
        for (const { name } of CALLERS) {
          const sent = { as: name, ...(example.body === undefined ? {} : { body: example.body }) };
          const today = await world.call(row.method, addressOf(row, example, world.ids), sent);
          await world.rewind();
          const address = addressOf(beta, example, world.ids).replace("/v1.0/", "/beta/");
          const there = await world.call(row.method, address, sent);
          await world.rewind();
          compared += 1;
          if (kindOf(there.status) !== kindOf(today.status))
            different.push(
              `${name}: ${nameOf(beta)} ${there.status}, v1.0 ${today.status} ${there.text?.slice(0, 200)}`,
            );
        }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  });
});

function kindOf(status: number): string {
  return status < 300 ? "done" : String(status);
}
