/** What is wrong with the settings of a custom extension, each with the property it is about (bounds: spec/domain.md 11). */
import { msOfDuration } from "../time/duration.js";
import type { CalloutEndpoint, CustomExtension } from "./custom-extension.js";

/** An extension without what the system adds. */
export type ExtensionSettings = Pick<
  CustomExtension,
  "extensionType" | "displayName" | "description" | "endpoint" | "authentication" | "client" | "callback"
>;

export type ExtensionProblem = { readonly target: string; readonly message: string };

const TIMEOUT_MIN_MS = 200;
const TIMEOUT_MAX_MS = 2_000;
const RETRIES_MAX = 1;
const CALLBACK_MIN_MS = 5 * 60_000;
const CALLBACK_MAX_MS = 14 * 86_400_000;

export function extensionProblems(settings: ExtensionSettings): readonly ExtensionProblem[] {
  const { client, callback, extensionType } = settings;
  const problems = [...endpointProblems(settings.endpoint)];
  if (client.timeoutInMilliseconds < TIMEOUT_MIN_MS || client.timeoutInMilliseconds > TIMEOUT_MAX_MS)
    problems.push({
      target: "clientConfiguration/timeoutInMilliseconds",
      message: `A call takes ${TIMEOUT_MIN_MS} to ${TIMEOUT_MAX_MS} milliseconds at most.`,
    });
  if (client.maximumRetries < 0 || client.maximumRetries > RETRIES_MAX)
    problems.push({
      target: "clientConfiguration/maximumRetries",
      message: `A call is repeated 0 or ${RETRIES_MAX} times.`,
    });
  if (callback === null) return problems;
  if (extensionType === "accessPackageAssignmentWorkflowExtension")
    problems.push({
      target: "callbackConfiguration",
      message: "An extension for assignments is never waited for: leave callbackConfiguration out.",
    });
  const waitMs = msOfDuration(callback.timeoutDuration);
  if (waitMs < CALLBACK_MIN_MS || waitMs > CALLBACK_MAX_MS)
    problems.push({
      target: "callbackConfiguration/timeoutDuration",
      message: "An answer is waited for from 5 minutes (PT5M) to 14 days (P14D).",
    });
  return problems;
}

function endpointProblems(endpoint: CalloutEndpoint): readonly ExtensionProblem[] {
  if (endpoint.kind === "httpRequestEndpoint")
    return isAddress(endpoint.targetUrl)
      ? []
      : [{ target: "endpointConfiguration/targetUrl", message: NOT_AN_ADDRESS }];
  return endpoint.url === null || isAddress(endpoint.url)
    ? []
    : [{ target: "endpointConfiguration/url", message: NOT_AN_ADDRESS }];
}

const NOT_AN_ADDRESS = "It must be an address that begins with https:// and names neither user nor password.";

function isAddress(text: string): boolean {
  return /^https:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i.test(text);
}
