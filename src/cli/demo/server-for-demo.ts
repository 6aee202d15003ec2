/** Which server the demo talks to: one that runs already, or one of its own on a simulated clock in a folder that is thrown away. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChildServer } from "./child-server.js";
import { NotVerified } from "./play.js";

export type DemoServer = {
  /** https, since the official client sends no token over plain http. */
  readonly url: string;
  readonly data: string;
  /** The local CA's certificate; undefined when the server's certificate needs none. */
  readonly ca: string | undefined;
  end(): Promise<void>;
};

const CLOCK_BEGINS = "2026-11-02T09:00:00Z";

export function runningServer(url: string, data: string): DemoServer {
  const ca = join(data, "ca.pem");
  return { url: url.replace(/\/+$/, ""), data, ca: existsSync(ca) ? ca : undefined, end: async () => {} };
}

export async function ownServer(): Promise<DemoServer> {
  const data = mkdtempSync(join(tmpdir(), "gatehouse-demo-"));
  const remove = () => rmSync(data, { recursive: true, force: true });
  process.once("exit", remove);
  const server = await startChildServer({ data, simulatedClock: CLOCK_BEGINS, logLevel: "warn" });
  return {
    url: server.ready.https ?? "",
    data,
    ca: server.ready.ca,
    end: async () => {
      await server.stop();
      remove();
    },
  };
}

/** Throws, saying what to do, unless the server answers. */
export async function checkAnswers(url: string): Promise<void> {
  if (new URL(url).protocol !== "https:")
    throw new NotVerified(
      `${url} is not https: the official Graph client sends no token over plain http. The ready line of the server has its https address.`,
    );
  try {
    await fetch(`${url}/health`);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    if (/certificate/i.test(cause))
      throw new NotVerified(
        `A server answers at ${url}, but its certificate is not trusted (${cause}). Name its data folder with --data: the CA's certificate is in it.`,
      );
    throw new NotVerified(
      `No server answers at ${url} (${cause}).\n\nStart one in another terminal:   npx gatehouse start\nor let the demo bring its own:    npx gatehouse demo --start`,
    );
  }
}
