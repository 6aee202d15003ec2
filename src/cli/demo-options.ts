/** The flags of `gatehouse demo`, read. */
import { SAMPLE_ADMINISTRATOR } from "../sample/organization/names.js";
import type { DemoOptions } from "./demo.js";
import { UsageError } from "./exit.js";

type Flags = { readonly [name: string]: string | boolean | undefined };

/** Throws UsageError. */
export function demoOptions(
  flags: Flags,
  environment: { readonly [variable: string]: string | undefined },
): DemoOptions {
  const steps = text(flags, "steps");
  const stepFile = text(flags, "stepFile");
  if (steps !== undefined && !/^[1-9]\d{0,3}$/.test(steps)) {
    throw new UsageError(`--steps takes a number of steps; got "${steps}".`);
  }
  return {
    url: text(flags, "url") ?? "https://localhost:7443",
    data: text(flags, "data") ?? environment["GATEHOUSE_DATA"] ?? ".gatehouse",
    start: flags["start"] === true,
    admin: text(flags, "admin") ?? SAMPLE_ADMINISTRATOR,
    ...(stepFile === undefined ? {} : { stepFile }),
    ...(steps === undefined ? {} : { steps: Number(steps) }),
  };
}

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}
