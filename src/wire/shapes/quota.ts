/** A limit on the wire, with what is used of it; Graph has no such type. */
import type { Quota } from "../../application/queries/list-quotas.js";
import { LIMIT_TABLE } from "../../domain/tenant/limit-table.js";
import type { Shape } from "../entity-type.js";

export const quotaShape = {
  name: "quota",
  properties: {
    id: "string",
    displayName: "string",
    scope: { oneOf: ["tenant", "each"] },
    limit: "int32",
    defaultLimit: "int32",
    minimum: "int32",
    maximum: "int32",
    used: "int32",
    percentUsed: "int32",
  },
  indexed: {
    id: { index: "name", type: "string" },
    limit: { index: "limit", type: "int32" },
    used: { index: "used", type: "int32" },
  },
  write: ({ name, limit, used }) => {
    const { what, scope, default: defaultLimit, min: minimum, max: maximum } = LIMIT_TABLE[name];
    return {
      id: name,
      displayName: what,
      scope,
      limit,
      defaultLimit,
      minimum,
      maximum,
      used,
      percentUsed: used === null ? null : percent(used, limit),
    };
  },
} satisfies Shape<Quota>;

/** Rounded down, so that 100 means full. */
function percent(used: number, limit: number): number {
  return limit === 0 ? 100 : Math.floor((100 * used) / limit);
}
