/** Reads expirationPattern and entitlementManagementSchedule. */
import { z } from "zod";
import type { ExpirationPattern } from "../../domain/assignment-policy/assignment-policy.js";
import type { RequestedSchedule } from "../../domain/assignment-request/assignment-request.js";
import { duration, instant, maybe, object, oneOf } from "./lenient.js";

const TYPES = ["notSpecified", "noExpiration", "afterDateTime", "afterDuration"] as const;

export const expiration: z.ZodType<ExpirationPattern> = object({
  type: maybe(oneOf(TYPES)),
  endDateTime: maybe(instant),
  duration: maybe(duration),
}).transform((pattern, context): ExpirationPattern => {
  const given = pattern.endDateTime !== undefined ? "afterDateTime" : "afterDuration";
  const isSilent = pattern.endDateTime === undefined && pattern.duration === undefined;
  const type = pattern.type ?? (isSilent ? "notSpecified" : given);
  const missing = (property: string) => {
    context.addIssue({ code: "custom", path: [property], message: `is needed when type is ${type}` });
    return z.NEVER;
  };
  switch (type) {
    case "notSpecified":
    case "noExpiration":
      return { type };
    case "afterDateTime":
      return pattern.endDateTime === undefined
        ? missing("endDateTime")
        : { type, endDateTime: pattern.endDateTime };
    case "afterDuration":
      return pattern.duration === undefined ? missing("duration") : { type, duration: pattern.duration };
  }
});

export const schedule: z.ZodType<RequestedSchedule> = object({
  startDateTime: maybe(instant),
  expiration: maybe(expiration),
  recurrence: z
    .unknown()
    .refine(
      (value) => value === null || value === undefined,
      "must be null: access is not given in intervals",
    )
    .optional(),
}).transform((read) => ({
  startDateTime: read.startDateTime ?? null,
  expiration: read.expiration ?? { type: "notSpecified" },
}));
