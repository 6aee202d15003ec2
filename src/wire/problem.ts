/** Refusals as HTTP: the status of each code, and Graph's error envelope (spec/api.md 1.5). */
import type { ErrorCode, Refusal } from "../domain/errors.js";
import type { Instant } from "../domain/time/instant.js";

/** One row for each code; docs/errors.md is made from it. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  BadRequest: 400,
  InvalidModel: 400,
  InvalidFilter: 400,
  ResourceNotFound: 404,
  RoleNotFound: 404,
  Request_ResourceNotFound: 404,
  UnknownError: 404,
  CallerNotResourceOwner: 400,
  DuplicateCatalog: 400,
  DuplicateAccessPackage: 400,
  DuplicateConnectedOrganization: 400,
  Forbidden: 403,
  AccessDenied: 403,
  PolicyNotApplicable: 400,
  ExistingOpenRequest: 400,
  ExistingAssignment: 400,
  IncompatibleAccess: 400,
  JustificationRequired: 400,
  AnswerRequired: 400,
  InvalidAnswer: 400,
  InvalidSchedule: 400,
  CatalogNotEmpty: 400,
  ActiveAssignmentsExist: 400,
  ResourceInUse: 400,
  RequestNotCancellable: 400,
  RequestNotReprocessable: 400,
  InvalidMembershipRule: 400,
  InvalidCallbackState: 400,
  QuotaExceeded: 400,
  Conflict: 409,
  PreconditionFailed: 412,
  InvalidAuthenticationToken: 401,
  MethodNotAllowed: 405,
  UnsupportedMediaType: 415,
  RequestTooLarge: 413,
  FailedDependency: 424,
  RequestHeaderFieldsTooLarge: 431,
  IdempotencyKeyReused: 409,
  TooManyRequests: 429,
  ServiceUnavailable: 503,
  InternalServerError: 500,
  NotImplemented: 501,
};

export type ProblemFacts = {
  readonly now: Instant;
  readonly requestId: string;
  readonly clientRequestId: string;
};

export function problemBody(
  { code, message, target, details }: Omit<Refusal, "kind">,
  { now, requestId, clientRequestId }: ProblemFacts,
): string {
  return JSON.stringify({
    error: {
      code,
      message,
      ...(target === undefined ? {} : { target }),
      ...(details === undefined ? {} : { details }),
      innerError: {
        // Graph writes this one without fraction and zone.
        date: now.slice(0, 19),
        "request-id": requestId,
        "client-request-id": clientRequestId,
      },
    },
  });
}
