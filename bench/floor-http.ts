/** Starts the plain node:http server that HTTP figures are compared with. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type FloorServer = { readonly origin: string; end(): void };

export async function startFloorServer(): Promise<FloorServer> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-floor-"));
  const script = join(import.meta.dirname, "raw-http-server.js");
  if (!existsSync(script))
    throw new Error(`${script} is missing: the benchmarks run compiled (npm run bench).`);
  // Its stdin ends when this process does, and it ends with its stdin.
  const child = spawn(process.execPath, [script, join(folder, "floor.db")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await firstLine(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    end: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding("utf8").once("data", (text: string) => resolve(text.trim()));
    child.once("exit", (code) => reject(new Error(`The floor server ended with code ${String(code)}.`)));
  });
}
