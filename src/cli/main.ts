/** The `gatehouse` command as a process: runs what was typed, and ends with 0 (done), 1 (failed) or 2 (typed wrongly). */
import { runCommand } from "./commands.js";

process.exitCode = await runCommand(process.argv.slice(2), process.env);
