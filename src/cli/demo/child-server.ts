/**
 * A Gatehouse server as a child process, held from outside as an operator holds it: start, ready line, signals, log.
 * For the demo's own server, for the scenario and crash tests, and for the benchmarks.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The ready line of `gatehouse start` (stdout, one JSON object). */
export type ReadyLine = {
  readonly ready: true;
  readonly http: string;
  /** Absent with `--https-port off`. */
  readonly https?: string;
  /** Path of the local CA's certificate. */
  readonly ca?: string;
  readonly portal: string;
};

export type ChildServerOptions = {
  readonly data: string;
  /** 0 (the default) picks a free one; a restart gives the ports of the first start again, so that clients find it. */
  readonly port?: number;
  readonly httpsPort?: number | "off";
  readonly simulatedClock?: string;
  readonly logLevel?: "error" | "warn" | "info" | "debug";
  readonly extraArguments?: readonly string[];
  /** How long to wait for the ready line; 60 s unless told. */
  readonly readyWithinMs?: number;
};

export type ChildServer = {
  readonly ready: ReadyLine;
  readonly pid: number;
  /** From spawn to the ready line. */
  readonly startedInMs: number;
  /** Everything it has written to stdout and stderr so far. */
  log(): string;
  /** Resolves with the exit code (null after a signal) when it has ended. */
  readonly ended: Promise<number | null>;
  /** SIGKILL, no warning; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it; SIGKILL when it has not ended after ten seconds. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 10_000;

/** `bin/gatehouse.js`, whether this file runs from `src` or from `dist`. */
export function gatehouseBin(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, "bin", "gatehouse.js");
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`No bin/gatehouse.js above ${import.meta.dirname}.`);
  }
}

/** Starts `gatehouse start` and waits for its ready line. Throws with its output when it ends or stays silent instead. */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const began = performance.now();
  const child = spawn(process.execPath, [gatehouseBin(), "start", ...startArguments(options)], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // its own process group, so that a signal reaches whatever it may have started
  });
  alive.add(child);
  const watch = watchOver(child);
  const output: string[] = [];
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code) => {
      alive.delete(child);
      watch?.kill("SIGKILL");
      resolve(code);
    });
  });
  const ready = await readyLine(child, output, ended, options.readyWithinMs ?? 60_000);
  return {
    ready,
    pid: child.pid ?? 0,
    startedInMs: Math.round(performance.now() - began),
    log: () => output.join(""),
    ended,
    kill: async () => {
      signal(child, "SIGKILL");
      await ended;
    },
    stop: async () => {
      signal(child, "SIGTERM");
      const impatience = setTimeout(() => signal(child, "SIGKILL"), STOP_WITHIN_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
}

function startArguments(options: ChildServerOptions): string[] {
  return [
    ...["--data", options.data, "--port", String(options.port ?? 0)],
    ...["--https-port", String(options.httpsPort ?? 0)],
    ...(options.simulatedClock === undefined ? [] : ["--simulated-clock", options.simulatedClock]),
    ...(options.logLevel === undefined ? [] : ["--log-level", options.logLevel]),
    ...(options.extraArguments ?? []),
  ];
}

async function readyLine(
  child: ChildProcess,
  output: string[],
  ended: Promise<number | null>,
  withinMs: number,
): Promise<ReadyLine> {
  let silence: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadyLine>((resolve, reject) => {
      const fail = (what: string) => {
        signal(child, "SIGKILL");
        reject(new Error(`The server ${what}. It wrote:\n${output.join("") || "(nothing)"}`));
      };
      silence = setTimeout(() => fail(`was not ready within ${withinMs} ms`), withinMs);
      void ended.then((code) => fail(`ended with code ${String(code)} before it was ready`));
      let stdout = "";
      child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
        output.push(chunk);
        if (stdout === "done") return;
        stdout += chunk;
        const line = stdout.split("\n").find((l) => l.startsWith('{"ready":true') && l.endsWith("}"));
        if (line === undefined) return;
        stdout = "done";
        // The line is the server's documented start-up contract (docs of `gatehouse start`).
        resolve(JSON.parse(line) as ReadyLine);
      });
      child.stderr?.setEncoding("utf8").on("data", (chunk: string) => output.push(chunk));
    });
  } finally {
    clearTimeout(silence);
  }
}

const alive = new Set<ChildProcess>();

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It ended between the check and the signal.
  }
}

/**
 * Nothing outlives the process that started it, however that ends, SIGKILL included: a shell waits for the end of its standard input,
 * which comes when this process is gone, and then kills the child's group.
 */
function watchOver(child: ChildProcess): ChildProcess | undefined {
  if (child.pid === undefined || process.platform === "win32") return undefined;
  const watch = spawn("sh", ["-c", `read _; kill -s KILL -- -${child.pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true, // a Ctrl-C at the terminal must not end it first
  });
  watch.on("error", () => {}); // no shell: the handler below is left
  watch.unref();
  return watch;
}

process.once("exit", () => {
  for (const child of alive) signal(child, "SIGKILL");
});
