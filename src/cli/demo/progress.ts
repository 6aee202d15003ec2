/** How far the demo has come, kept in a file when asked: a demo that was stopped, or whose server was, goes on where it was. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Person, Role } from "./play.js";

export type Progress = {
  readonly runId: string;
  readonly people?: Readonly<Record<Role, Person>>;
  readonly scenesDone: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
};

export function loadProgress(file: string | undefined, freshRunId: () => string): Progress {
  const fresh: Progress = { runId: freshRunId(), scenesDone: [], facts: {} };
  if (file === undefined) return fresh;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return fresh; // not there yet: the first run writes it
  }
  // Written by saveProgress below; a file of another kind fails at its first use, which is as good a message as any.
  return JSON.parse(text) as Progress;
}

/** Replaces the file in one step, so that a kill leaves either the old or the new one. */
export function saveProgress(file: string | undefined, progress: Progress): void {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, `${JSON.stringify(progress, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
