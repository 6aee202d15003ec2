/** Whether an answer is a refusal as it should be: a status of the client's fault, in the Graph envelope, with words that help. */
import type { Answer } from "../../outsider/http-caller.js";
import { WRONG_TYPES } from "./nonsense.js";

export type Attempt = { readonly what: string; readonly endpoint: string; readonly answer: Answer };

/** The statuses that say "the mistake is yours"; 501 says that Graph knows it and this server does not. */
export const CLIENT_ERRORS = [400, 401, 403, 404, 405, 409, 412, 413, 414, 415, 422, 431, 501];

/** Given by the HTTP server before anybody has looked at the address: they have no body. */
const BEFORE_ROUTING = [414, 431];

/** Those that were answered otherwise, or not in the Graph envelope: in words, for the message of the failing test. */
export function unless(attempts: readonly Attempt[], statuses: readonly number[]): readonly string[] {
  return attempts
    .filter((a) => !statuses.includes(a.answer.status) || !enveloped(a.answer))
    .slice(0, 8)
    .map(told);
}

export function told({ what, endpoint, answer }: Attempt): string {
  const error = errorOf(answer);
  return `${endpoint} (${what}): ${answer.status} ${error?.code ?? "no envelope"}: ${error?.message ?? answer.text.slice(0, 200)}`;
}

type GraphError = {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly innerError?: object;
};

function errorOf(answer: Answer): GraphError | undefined {
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  // Checked by `enveloped` before anything is read from it.
  return body.error as GraphError;
}

/** Every refusal is in the Graph envelope. */
export function enveloped(answer: Answer): boolean {
  if (answer.status < 400 || BEFORE_ROUTING.includes(answer.status)) return true;
  const error = errorOf(answer);
  return (
    typeof error?.code === "string" &&
    error.code !== "" &&
    typeof error.message === "string" &&
    error.message !== "" &&
    typeof error.innerError === "object"
  );
}

export function namesAField(answer: Answer): boolean {
  const error = errorOf(answer);
  return (
    error?.target !== undefined || Object.keys(WRONG_TYPES).some((name) => error?.message.includes(name))
  );
}
