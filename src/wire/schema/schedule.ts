/** Reads expirationPattern and entitlementManagementSchedule. */
import { z } from "zod";
import type { ExpirationPattern } from "../../domain/assignment-policy/assignment-policy.js";
import type { RequestedSchedule } from "../../domain/assignment-request/assignment-request.js";
import { duration, instant, maybe, object, oneOf, without } from "./lenient.js";

const TYPES = ["notSpecified", "noExpiration", "afterDateTime", "afterDuration"] as const;

/** An end that is written elsewhere would be ignored like any unknown property, and access given that never ends. */
const END_ELSEWHERE = {
  endDateTime: "schedule/expiration/endDateTime",
  stopDateTime: "schedule/expiration/endDateTime",
  expirationDateTime: "schedule/expiration/endDateTime",
  duration: "schedule/expiration/duration",
};

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
  // Two ends, or an end and none: whichever were taken, somebody would have meant the other.
  for (const [property, of] of [
    ["endDateTime", "afterDateTime"],
    ["duration", "afterDuration"],
  ] as const)
    if (pattern[property] !== undefined && type !== of)
      context.addIssue({
        code: "custom",
        path: [property],
        message: `must be null when type is ${type}; it belongs to ${of}`,
      });
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

export const schedule: z.ZodType<RequestedSchedule> = without(
  END_ELSEWHERE,
  object({
    startDateTime: maybe(instant),
    expiration: maybe(expiration),
    recurrence: z
      .unknown()
      .refine(
        (value) => value === null || value === undefined,
        "must be null: access is not given in intervals",
      )
      .optional(),
  }),
).transform((read) => ({
  startDateTime: read.startDateTime ?? null,
  expiration: read.expiration ?? { type: "notSpecified" },
}));
