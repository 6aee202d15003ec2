/** A connector whose failures the test decides, and which keeps a log of what was done in the target. */
import type { Connector, ConnectorResult } from "../../src/application/ports/connector.js";
import type { GrantedRole } from "../../src/domain/assignment/role-grant.js";

export type FlakyConnector = {
  readonly wrap: (real: Connector) => Connector;
  /** Every call that reached the target: `grant group key`. */
  readonly log: string[];
  /** What is wrong with the target now; undefined: nothing. Called before the target is touched. */
  trouble:
    | ((what: "grant" | "revoke", role: GrantedRole) => Promise<ConnectorResult | undefined>)
    | undefined;
  /** Called after the target was touched, before the product hears of it. */
  afterwards: (() => Promise<void>) | undefined;
};

export function flakyConnector(): FlakyConnector {
  const flaky: FlakyConnector = {
    log: [],
    trouble: undefined,
    afterwards: undefined,
    wrap: (real) => ({
      has: (role, subjectObjectId) => real.has(role, subjectObjectId),
      grant: (role, subjectObjectId, key) => act("grant", real, role, subjectObjectId, key),
      revoke: (role, subjectObjectId, key) => act("revoke", real, role, subjectObjectId, key),
    }),
  };
  async function act(
    what: "grant" | "revoke",
    real: Connector,
    role: GrantedRole,
    subjectObjectId: string,
    key: string,
  ): Promise<ConnectorResult> {
    const trouble = await flaky.trouble?.(what, role);
    if (trouble !== undefined) return trouble;
    flaky.log.push(`${what} ${role.resourceOriginId} ${key.slice(-2)}`);
    const result = await real[what](role, subjectObjectId, key);
    await flaky.afterwards?.();
    return result;
  }
  return flaky;
}

export const OUT_OF_ORDER: ConnectorResult = { kind: "failed", message: "The target is out of order." };
