/** Limits, and how much of each is used. Graph has no such resource. */
import { listQuotas } from "../../application/queries/list-quotas.js";
import { done } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import { smallList } from "../rows.js";
import { quotaShape } from "../shapes/quota.js";
import { EM, READ } from "./base.js";

export const QUOTA_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: `${EM}/quotas`,
    permission: READ,
    action: "viewTenantSettings",
    type: { ...quotaShape, navigation: {} },
    all: async ({ ports, call }) => {
      const quotas = await listQuotas(ports, call);
      return quotas.kind === "refused" ? quotas : done(quotas.value.map((model) => ({ model })));
    },
  }),
];
