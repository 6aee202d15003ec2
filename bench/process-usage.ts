/** What a process has used so far, read from Linux's /proc; zeros elsewhere. */
import { readFileSync } from "node:fs";

export type ProcessUsage = { readonly cpuSeconds: number; readonly residentMegabytes: number };

/** Clock ticks of /proc/PID/stat: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export function processUsage(pid: number): ProcessUsage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields are counted after the command name, which may contain spaces and ends with the last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      residentMegabytes: Number(resident?.[1] ?? 0) / 1024,
    };
  } catch {
    return { cpuSeconds: 0, residentMegabytes: 0 };
  }
}
