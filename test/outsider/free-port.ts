/** A port for a server that will be killed and started again on the same address. */
import { createServer } from "node:net";

/**
 * Free now, and outside the range from which the kernel takes ports for outgoing connections (32768 and up on Linux): while the server
 * is down, a client that keeps calling a port of that range can connect to itself, and the server could never listen there again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
