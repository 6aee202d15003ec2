/**
 * The floor of HTTP: a plain node:http server in a process of its own. GET answers a fixed body of the size named in the path
 * (`/get/800`); POST parses its body, writes one row in a group commit, and answers 201. Prints its port; ends with its parent.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openLog } from "./floor-durable.js";

const log = openLog(process.argv[2] ?? ":memory:");
let rows = 0;

const server = createServer((request, response) => {
  if (request.method === "GET") {
    const size = Number(request.url?.split("/")[2] ?? 100);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify("x".repeat(size)));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    void log.append(String(++rows), JSON.stringify(body)).then(() => {
      response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify({ id: rows }));
    });
  });
});

server.listen(0, "127.0.0.1", () => {
  // A server on TCP has an address with a port.
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().once("end", () => process.exit(0));
