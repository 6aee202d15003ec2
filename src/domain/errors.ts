/** Every refusal the product can give: one table of codes (Graph's spelling) with when it happens. The HTTP status is in src/wire/problem.ts. */

export const ERROR_CODES = {
  BadRequest:
    "The request is malformed, or asks for something that is not supported; the message names the part.",
  InvalidModel:
    "The body is not what the endpoint takes: a property is missing, of the wrong type or out of bounds; the target names it.",
  InvalidFilter: "$filter cannot be read, or names a property or operator that is not supported here.",
  ResourceNotFound: "There is no such object, or the caller may not know of it.",
  RoleNotFound: "The resource offers no such role.",
  Request_ResourceNotFound: "There is no such directory object.",
  UnknownError: "There is no such address.",
  CallerNotResourceOwner: "The caller may not act on the group, app or site itself, only on the catalog.",
  DuplicateCatalog: "Another catalog has this name.",
  DuplicateAccessPackage: "Another package of the catalog has this name.",
  DuplicateConnectedOrganization:
    "Another connected organization has this name, or one of these domains or tenants.",
  Forbidden:
    "No row of the permission table allows it to this caller; the message says which role or permission would.",
  AccessDenied: "The caller takes no part in this object.",
  PolicyNotApplicable:
    "The policy does not apply to this person, or is not the package's, or does not allow this kind of request.",
  ExistingOpenRequest: "There is already an open request for this package and person.",
  ExistingAssignment: "The person already has this package.",
  IncompatibleAccess:
    "Separation of duties: the person has a package, or is in a group, that excludes this one.",
  JustificationRequired: "A justification must be given.",
  AnswerRequired: "A required question was not answered.",
  InvalidAnswer:
    "An answer is not one of the choices, does not match the pattern, or answers no question of the policy.",
  InvalidSchedule: "The start or end asked for is not allowed.",
  CatalogNotEmpty: "The catalog still has access packages.",
  ActiveAssignmentsExist: "There are active assignments.",
  ResourceInUse: "A package still uses the resource, or a policy the object.",
  RequestNotCancellable: "The request is past the point where it can be canceled.",
  RequestNotReprocessable: "Only failed or partial deliveries can be reprocessed.",
  InvalidMembershipRule: "The membership rule cannot be read; the message names the place.",
  InvalidCallbackState: "The request does not wait for this answer.",
  QuotaExceeded: "A configured limit would be passed.",
  Conflict: "Somebody else was first: the stage is decided, or the object was changed at the same moment.",
  PreconditionFailed: "If-Match names a version that is no longer the newest.",
  InvalidAuthenticationToken: "The access token is missing, not valid, expired, or for somebody else.",
  MethodNotAllowed: "The address exists, but not with this method.",
  UnsupportedMediaType: "The body must be application/json.",
  FailedDependency: "In a batch: not run, because a request on which it depends has failed.",
  RequestTooLarge: "The body is larger than is accepted.",
  RequestHeaderFieldsTooLarge: "The address and the headers are larger than is accepted.",
  IdempotencyKeyReused: "The Idempotency-Key was used before with another request.",
  TooManyRequests: "Too much at once; Retry-After says when to come back.",
  ServiceUnavailable: "The store cannot take writes now; Retry-After says when to come back.",
  InternalServerError: "A bug; the request-id leads to it in the log.",
  NotImplemented: "Known to Graph, not built here.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An expected "no": which rule, about what, and what to do. */
export type Refusal = {
  readonly kind: "refused";
  readonly code: ErrorCode;
  /** A full sentence that names the object and what would help. Shown to the caller. */
  readonly message: string;
  /** The property, parameter or header that was wrong. */
  readonly target?: string;
  readonly details?: readonly { readonly code: string; readonly message: string; readonly target?: string }[];
};

export type Outcome<T> = { readonly kind: "done"; readonly value: T } | Refusal;

export function done<T>(value: T): Outcome<T> {
  return { kind: "done", value };
}

export function refused(code: ErrorCode, message: string, target?: string): Refusal {
  return target === undefined
    ? { kind: "refused", code, message }
    : { kind: "refused", code, message, target };
}
