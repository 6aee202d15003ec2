/**
 * Answers requests that Node gives up on before there is a request: headers that are too large, or bytes that are not HTTP.
 * As Node itself does, but with a body.
 */
import { type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { FailureBody } from "./http-response.js";

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export function answerUnreadable(server: Pick<Server, "on">, failureBody: FailureBody | undefined): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    // A failed TLS handshake comes here too: to such a connection nothing can be said.
    const isHttp = /^(?:HPE_|ERR_HTTP_)/.test(error.code ?? "");
    // Node hangs the answer under way here: nothing may be written into the middle of it.
    const isAnswering = "_httpMessage" in socket && socket._httpMessage !== null;
    if (!isHttp || !socket.writable || isAnswering) {
      socket.destroy();
      return;
    }
    const status = STATUS_OF[error.code ?? ""] ?? 400;
    const body = failureBody?.(status) ?? "";
    const type = body === "" ? [] : ["Content-Type: application/json"];
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      ...type,
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
  });
}
