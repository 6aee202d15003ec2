/** Addresses that the host answers beside the app: the webhooks of services, sign-in, the test clock. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { asError } from "../as-error.js";
import type { Logger, Mount } from "../binding-service.js";

/** The mount whose prefix is the longest that fits the request's path; undefined when none does. */
export type MountTable = (request: IncomingMessage) => Mount | undefined;

export function mountTable(mounts: readonly Mount[]): MountTable {
  const byLength = mounts
    .map((mount) => ({ mount, prefix: mount.prefix.replace(/\/+$/, "") }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return ({ url = "/" }) => {
    for (const { mount, prefix } of byLength)
      if (url.startsWith(prefix) && endsSegment(url, prefix.length)) return mount;
    return undefined;
  };
}

function endsSegment(url: string, at: number): boolean {
  const next = url.charAt(at);
  return next === "" || next === "/" || next === "?" || next === "#";
}

/** Runs the mount's handler; a bug in it is logged and answered with 500. */
export async function answerMount(
  mount: Mount,
  request: IncomingMessage,
  response: ServerResponse,
  logger: Logger,
): Promise<void> {
  try {
    await mount.handle(request, response);
  } catch (error) {
    logger.error(`The mount ${mount.prefix} failed: ${asError(error).message}`, { error: asError(error) });
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { "content-length": 0 }).end();
  }
}
