/** How a running command learns that it is to stop. */

/** The first SIGINT or SIGTERM. A second one ends the process at once: everything acknowledged is on disk. */
export function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let told = false;
    const listener = (signal: NodeJS.Signals): void => {
      if (told) process.exit(130);
      told = true;
      resolve(signal);
    };
    process.on("SIGINT", listener);
    process.on("SIGTERM", listener);
  });
}
