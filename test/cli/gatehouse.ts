/** The built `gatehouse` command as a child process, and requests to the server that it runs. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BIN = join(import.meta.dirname, "..", "..", "bin", "gatehouse.js");

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** A folder that does not exist yet. */
export function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "gatehouse-cli-")), "data");
}

/** Runs the command to its end. */
export function run(...typed: readonly string[]): Promise<Ended> {
  return ended(spawn(process.execPath, [BIN, ...typed], { stdio: ["ignore", "pipe", "pipe"] }));
}

type Ready = {
  readonly ready: true;
  readonly http: string;
  readonly https?: string;
  readonly ca?: string;
  readonly portal: string;
};

export type Running = {
  readonly ready: Ready;
  readonly data: string;
  readonly end: Promise<Ended>;
  signal(name: NodeJS.Signals): Promise<Ended>;
};

/** Starts a server on free ports; rejects with what it said when it ends before it is ready. */
export async function start(data: string, ...flags: readonly string[]): Promise<Running> {
  const typed = ["start", "--data", data, "--port", "0", "--https-port", "0", ...flags];
  const child = spawn(process.execPath, [BIN, ...typed], { stdio: ["ignore", "pipe", "pipe"] });
  const end = ended(child);
  const ready = await new Promise<Ready>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const [line, rest] = text.split("\n");
      if (line !== undefined && rest !== undefined) resolve(JSON.parse(line) as Ready);
    });
    void end.then(({ code, err }) => reject(new Error(`ended with ${String(code)}: ${err}`)));
  });
  return {
    ready,
    data,
    end,
    signal: (name) => {
      child.kill(name);
      return end;
    },
  };
}

function ended(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

export async function get(
  url: string,
  token?: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers });
  const text = await response.text();
  // What the API answers is a JSON object.
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
}

/** What `gatehouse token` prints. */
export async function token(data: string, ...whom: readonly string[]): Promise<string> {
  const { code, out, err } = await run("token", "--data", data, ...whom);
  if (code !== 0) throw new Error(err);
  return out.trim();
}
