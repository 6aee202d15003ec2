/** From a row of the endpoint table and its example to the call itself. */
import type { Endpoint } from "../../src/wire/endpoint.js";
import type { Answered, Sent } from "../hosts/surface-fixture.js";
import type { Example } from "./example.js";
import type { SeededWorld } from "./seeded-world.js";

const ROOT = "/identityGovernance/entitlementManagement";
const ADMIN = "Global Administrator";

export function nameOf({ method, path }: Pick<Endpoint, "method" | "path">): string {
  return `${method} ${path.replace(ROOT, "EM")}`;
}

export function addressOf(
  endpoint: Endpoint,
  { keys = {}, query }: Example,
  ids: SeededWorld["ids"],
): string {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = keys[name] ?? ids[name];
    if (value === undefined)
      throw new Error(`${nameOf(endpoint)}: its example gives no value for {${name}}.`);
    const isArgument = endpoint.path.includes(`={${name}}`);
    return isArgument ? `'${encodeURIComponent(value)}'` : encodeURIComponent(value);
  });
  return `/v1.0${path}${query === undefined ? "" : `?${query.replaceAll(" ", "%20")}`}`;
}

/** As the example has it, but for what `sent` says. */
export function callExample(
  world: SeededWorld,
  endpoint: Endpoint,
  example: Example,
  sent: Sent = {},
): Promise<Answered> {
  const { body, as = ADMIN } = example;
  const address = addressOf(endpoint, example, world.ids);
  return world.call(endpoint.method, address, { as, ...(body === undefined ? {} : { body }), ...sent });
}
