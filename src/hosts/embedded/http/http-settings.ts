/** Section `extensions.http` of host.json. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";
import { parseTimeSpan } from "../time-span.js";

const limit = z.union([z.int().positive(), z.literal(-1)]);

/** A whole number alone counts days: that is how .NET reads a TimeSpan. */
const days = z
  .union([z.string(), z.int().transform(String)])
  .transform((text) => (/^\d+$/.test(text) ? Number(text) * 86_400_000 : parseTimeSpan(text)))
  .refine((ms) => ms !== undefined, 'must be a number of days or a time span such as "10" or "1.12:00:00"')
  .transform((ms) => Math.round((ms ?? 0) / 1000));

export const httpSettingsSchema = z.strictObject({
  /** The first segments of every route; empty for none. */
  routePrefix: z
    .string()
    .transform((prefix) => prefix.replace(/^\/+|\/+$/g, ""))
    .default("api"),
  /** Requests under way or waiting, above which the answer is 429; -1: no limit (Azure: 200 on the Consumption plan, else none). */
  maxOutstandingRequests: limit.default(-1),
  /** Requests that run at the same time; more of them wait. -1: no limit. */
  maxConcurrentRequests: limit.default(-1),
  /** Accepted without effect: it answers 429 when the counters of Azure's sandbox run high, and there is no sandbox here. */
  dynamicThrottlesEnabled: z.boolean().optional(),
  /** Set on every response of the app. */
  customHeaders: z
    .record(z.string(), z.string())
    .refine(isSendable, "must hold names and values that HTTP headers can have")
    .default({}),
  /** Strict-Transport-Security on https responses, `maxAge` in seconds once read; as in ASP.NET never to loopback hosts. */
  hsts: z
    .strictObject({
      isEnabled: z.boolean().default(false),
      maxAge: days.default(30 * 86_400),
      includeSubDomains: z.boolean().default(false),
      preload: z.boolean().default(false),
      excludedHosts: z.array(z.string()).default([]),
    })
    .optional(),
});

function isSendable(headers: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

export type HttpSettings = z.infer<typeof httpSettingsSchema>;
