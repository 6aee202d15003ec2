/** Access tokens as an operator gets them: from `gatehouse token`, offline, with the data folder's own key. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gatehouseBin } from "./child-server.js";
import { NotVerified } from "./play.js";

const run = promisify(execFile);

/** Long enough for a demo that is stopped overnight, and for a simulated year. */
const LIFETIME = "P3650D";

/** Tokens minted at a time: each is a process of its own. */
const AT_A_TIME = 2;

export type TokenFor =
  | { readonly user: string; readonly scopes?: string }
  | { readonly app: string; readonly roles?: string };

export async function mintToken(data: string, who: TokenFor): Promise<string> {
  const whom =
    "user" in who
      ? ["--user", who.user, ...(who.scopes === undefined ? [] : ["--scopes", who.scopes])]
      : ["--app", who.app, ...(who.roles === undefined ? [] : ["--roles", who.roles])];
  const command = [gatehouseBin(), "token", ...whom, ...["--data", data, "--lifetime", LIFETIME]];
  try {
    return (await run(process.execPath, command)).stdout.trim();
  } catch (error) {
    // What the command itself said is the message; that a process failed is not.
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw said === "" ? error : new NotVerified(said.replace(/^gatehouse: /, "No token: "));
  }
}

/** One token for each user principal name, in the same order. */
export async function mintUserTokens(data: string, upns: readonly string[]): Promise<readonly string[]> {
  const tokens = new Map<string, string>();
  const waiting = [...new Set(upns)];
  const mintSome = async () => {
    for (let upn = waiting.shift(); upn !== undefined; upn = waiting.shift())
      tokens.set(upn, await mintToken(data, { user: upn }));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, mintSome));
  return upns.map((upn) => tokens.get(upn) ?? "");
}
