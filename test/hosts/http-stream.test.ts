/** Stream mode: requests and responses pass through while they are being made. The whole process is in this mode, so it has its own file. */
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningApp, runningApp, STREAM_APP } from "./core-running-app.js";

let app: RunningApp;
beforeAll(async () => {
  app = await runningApp({ folder: STREAM_APP, maxBodyBytes: 100_000 });
});
afterAll(() => app.stop());

test("a body goes in and comes out in stream mode, with status, headers, cookies and parameters", async () => {
  const answer = await fetch(`${app.url}/api/upper/anna`, {
    method: "POST",
    headers: { "x-sent": "by the client" },
    body: "quiet words",
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("x-name")).toBe("anna");
  expect(answer.headers.get("x-sent")).toBe("by the client");
  expect(answer.headers.getSetCookie()).toEqual(["streamed=yes"]);
  expect(answer.headers.get("x-ms-invocation-id")).toBeNull();
  expect(await answer.text()).toBe("QUIET WORDS");
});

test("a function sees the address that the client used", async () => {
  const controller = new AbortController();
  const answer = await fetch(`${app.url}/api/ticks?a=b`, { signal: controller.signal });
  expect(answer.headers.get("x-url")).toBe(`${app.url}/api/ticks?a=b`);
  controller.abort();
});

test("an answer arrives piece by piece while the function still runs", async () => {
  const controller = new AbortController();
  const answer = await fetch(`${app.url}/api/ticks`, { signal: controller.signal });
  const reader = answer.body?.getReader();
  const piece = async (): Promise<string> => Buffer.from((await reader?.read())?.value ?? []).toString();
  expect(await piece()).toBe("tick 1\n");
  while ((await (await fetch(`${app.url}/api/tick`)).json()) === 0);
  expect(await piece()).toBe("tick 2\n");
  controller.abort();
});

test.each(["GET", "POST"])("a function that throws before it answers is a 500: %s", async (method) => {
  const answer = await fetch(`${app.url}/api/throws`, method === "POST" ? { method, body: "x" } : { method });
  expect(answer.status).toBe(500);
  expect(app.lines.map(({ message }) => message)).toContain(
    'The function "throws" failed: before any answer',
  );
});

test("a function that answers nothing is a 204", async () => {
  expect((await fetch(`${app.url}/api/silent`)).status).toBe(204);
});

test("an answer that breaks off is seen to be broken", async () => {
  const answer = await fetch(`${app.url}/api/breaks`);
  expect(answer.status).toBe(200);
  await fetch(`${app.url}/api/tick`);
  await expect(answer.text()).rejects.toThrow("terminated");
});

test("a body that is announced too large is refused", async () => {
  const answer = await fetch(`${app.url}/api/upper/x`, { method: "POST", body: "x".repeat(100_001) });
  expect(answer.status).toBe(413);
});

test("a body that turns out too large breaks the exchange", async () => {
  const end = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data.toString();
    });
    socket.on("error", () => {}).on("close", () => resolve(answer));
    socket.write("POST /api/throws HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = `${(10_000).toString(16)}\r\n${"x".repeat(10_000)}\r\n`;
    const more = (): void => {
      if (!socket.destroyed) socket.write(chunk, () => setImmediate(more));
    };
    more();
  });
  expect(end).not.toContain(" 200 ");
});

test("a client that goes away leaves the host in order", async () => {
  const controller = new AbortController();
  const answer = await fetch(`${app.url}/api/ticks`, { signal: controller.signal });
  await answer.body?.getReader().read();
  controller.abort();
  expect(await (await fetch(`${app.url}/api/upper/x`, { method: "POST", body: "on" })).text()).toBe("ON");
});
