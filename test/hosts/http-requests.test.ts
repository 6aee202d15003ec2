/** The httpTrigger over real sockets: what a function is told, and what becomes of its answers. */
import { request as plainRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningApp, runningApp } from "./core-running-app.js";
import { shelfService } from "./core-shelf-service.js";

const MAX_BODY_BYTES = 100_000;

let app: RunningApp;
beforeAll(async () => {
  app = await runningApp({ services: [shelfService()], maxBodyBytes: MAX_BODY_BYTES });
});
afterAll(() => app.stop());

const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${app.url}/api/${path}`, init);
const json = async (path: string, init?: RequestInit): Promise<unknown> => (await call(path, init)).json();

/** Sends exactly these bytes and gives everything that comes back until the server closes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      answer += String(chunk);
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

const closing = "Host: example.org\r\nConnection: close\r\n\r\n";

describe("a function is told", () => {
  test("method, address, headers, query, route parameters, body and trace context", async () => {
    const seen = await json("echo/a%20b/c%2Fd?x=1&y=%C3%A4&x=2&empty=", {
      method: "PUT",
      headers: {
        "X-Custom": "Value",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        tracestate: "a=b",
      },
      body: "body text ✓",
    });
    expect(seen).toMatchObject({
      method: "PUT",
      url: `${app.url}/api/echo/a%20b/c%2Fd?x=1&y=%C3%A4&x=2&empty=`,
      params: { rest: "a b/c%2Fd" },
      // Azure's host joins the values of one name.
      query: { x: "1,2", y: "ä", empty: "" },
      headers: { "x-custom": "Value", "content-type": "text/plain;charset=UTF-8" },
      text: "body text ✓",
      traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      traceState: "a=b",
      functionName: "echo",
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("an empty body of a GET, and no catch-all parameter where nothing is left for it", async () => {
    expect(await json("echo")).toMatchObject({ method: "GET", text: "", params: {} });
  });

  test("bytes as they were sent", async () => {
    const answer = await call("bytes", { method: "POST", body: new Uint8Array([0, 127, 128, 255]) });
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([255, 128, 127, 0]));
  });

  test("the fields of a form", async () => {
    expect(await json("form", { method: "POST", body: new URLSearchParams({ a: "1", b: "x y" }) })).toEqual({
      a: "1",
      b: "x y",
    });
  });

  test("the body again through a copy of the request, but not twice through one", async () => {
    expect(await json("copy", { method: "POST", body: "abc" })).toEqual(["abc", "abc", true]);
    expect(await json("twice", { method: "POST", body: "abc" })).toBe("refused");
  });

  test("a path without the dot segments that were to lead elsewhere", async () => {
    const answer = await raw(`GET /api/other/%2e%2E/echo/x/./y HTTP/1.1\r\n${closing}`);
    expect(answer).toContain('"rest":"x/y"');
    expect(answer).toContain('"url":"http://example.org/api/echo/x/y"');
  });

  test("the address of a request that names the whole of it, as proxies send it", async () => {
    expect(await raw(`GET http://example.org/api/echo/x?y=1 HTTP/1.1\r\n${closing}`)).toContain(
      '"url":"http://example.org/api/echo/x?y=1"',
    );
  });
});

describe("a route", () => {
  test.each([
    ["things/special", "things-literal", {}],
    ["THINGS/Special/", "things-literal", {}],
    ["things/42", "things-number", { id: "42" }],
    ["things/4x2", "things-any", { name: "4x2" }],
    ["things/a/b/c", "things-rest", { name: "a", rest: "b/c" }],
    ["pages/one", "things-optional", { chapter: "one" }],
    ["pages/one/2", "things-optional", { chapter: "one", page: "2" }],
  ])("%s leads to %s", async (path, name, params) => {
    expect(await json(path)).toEqual({ function: name, params });
  });

  test("is chosen by method as well as by path", async () => {
    const answer = await call("things/special", { method: "POST", body: '{"a":1}' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ function: "things-post", sent: { a: 1 } });
  });

  test.each([
    ["nowhere", "GET"],
    ["hello", "DELETE"],
    ["pages", "GET"],
    ["hello/more", "GET"],
  ])("that does not exist is answered with 404 and no body: %s %s", async (path, method) => {
    const answer = await call(path, { method });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe("");
  });

  test("outside the prefix is none of the app's", async () => {
    expect((await fetch(`${app.url}/hello`)).status).toBe(404);
  });
});

describe("an answer", () => {
  test("has the status, headers and body that the function gave, and the custom headers of host.json", async () => {
    const answer = await call("answers/teapot");
    expect(answer.status).toBe(418);
    expect(answer.headers.get("x-kind")).toBe("teapot");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-type")).toBe("text/plain;charset=UTF-8");
    expect(await answer.text()).toBe("short and stout");
  });

  test("keeps a header of the function's own before a custom one", async () => {
    expect((await call("answers/own-header")).headers.get("x-content-type-options")).toBe("mine");
  });

  test("of nothing is 204", async () => {
    const answer = await call("answers/nothing");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("content-length")).toBeNull();
  });

  test.each([
    ["no-content", 204],
    ["not-modified", 304],
  ])("of the kind %s has no body", async (kind, status) => {
    const answer = await call(`answers/${kind}`);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe("");
  });

  test("sets cookies with their attributes", async () => {
    expect((await call("answers/cookies")).headers.getSetCookie()).toEqual([
      "a=1%202; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax",
      "b=x; Domain=example.org; Expires=Fri, 02 Jan 1970 00:00:00 GMT",
    ]);
  });

  test("may be an HttpResponse, or have a stream for its body", async () => {
    const answer = await call("answers/object");
    expect([answer.status, answer.headers.get("a"), await answer.text()]).toEqual([
      202,
      "b",
      "from an HttpResponse",
    ]);
    expect(await (await call("answers/stream")).text()).toBe("from a blob");
  });

  test("has its real length whatever the function says", async () => {
    const answer = await call("answers/own-length");
    expect(answer.headers.get("content-length")).toBe("4");
    expect(await answer.text()).toBe("four");
  });

  test("to HEAD has the length of the body and no body", async () => {
    const answer = await call("echo", { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(100);
    expect(await answer.text()).toBe("");
  });

  test.each(["boom", "text", "bad-status"])(
    "of a function that fails is 500 with an empty body: %s",
    async (kind) => {
      const answer = await call(`answers/${kind}`);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toBe("");
      const line = app.lines.findLast(({ level }) => level === "error");
      expect(line?.message).toMatch(/^The function "answers" failed: /);
    },
  );
});

describe("a body that is too large", () => {
  test("is refused by its announced length, before it is read", async () => {
    const answer = await call("echo", { method: "POST", body: "x".repeat(MAX_BODY_BYTES + 1) });
    expect(answer.status).toBe(413);
  });

  test("is accepted up to the last byte", async () => {
    const answer = await call("bytes", { method: "POST", body: "x".repeat(MAX_BODY_BYTES) });
    expect((await answer.arrayBuffer()).byteLength).toBe(MAX_BODY_BYTES);
  });

  test("is refused when it turns out so, and the connection cut when it has no end", async () => {
    const chunk = `${(10_000).toString(16)}\r\n${"x".repeat(10_000)}\r\n`;
    const status = await new Promise((resolve) => {
      const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
      let answer = "";
      socket.on("data", (data) => {
        answer += data.toString();
      });
      socket
        .on("close", () => resolve(answer.split("\r\n")[0]))
        .on("error", () => resolve(answer.split("\r\n")[0]));
      socket.write("POST /api/bytes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      const more = (): void => {
        if (!socket.destroyed) socket.write(chunk, () => setImmediate(more));
      };
      more();
    });
    expect(status).toBe("HTTP/1.1 413 Payload Too Large");
  });
});

describe("a client that sends on while it is refused", () => {
  test("reads why, also when it wanted the connection closed", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusedWhileSending()));
    expect(new Set(answers)).toEqual(new Set(["HTTP/1.1 413 Payload Too Large"]));
  });
});

/** Sends a megabyte more than is taken, in pieces, and looks at what came back only afterwards. */
function refusedWhileSending(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(app.url).port), "127.0.0.1");
    let answer = "";
    const status = () =>
      socket
        .on("data", (data) => {
          answer += data.toString();
        })
        .on("close", () => resolve(answer.split("\r\n")[0]));
    socket.on("error", (error) => resolve(error.message));
    const length = MAX_BODY_BYTES + 1_000_000;
    socket.write(
      `POST /api/bytes HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n`,
    );
    let left = length;
    const more = (): void => {
      const piece = Math.min(left, 50_000);
      left -= piece;
      if (piece > 0) socket.write("x".repeat(piece), () => setImmediate(more));
      else socket.end("\r\n0\r\n\r\n", () => setImmediate(status));
    };
    more();
  });
}

describe("a client", () => {
  test("that goes away before its body is whole leaves nothing behind", async () => {
    await app.journal();
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(app.url).port), "127.0.0.1", () => {
        socket.write("POST /api/copy HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf", () =>
          socket.destroy(),
        );
      });
      socket.on("close", () => resolve());
    });
    expect(await json("journal")).toEqual([]);
    expect(await (await call("hello")).text()).toBe("hello");
  });

  test("that goes away before its answer does no harm", async () => {
    const controller = new AbortController();
    const given = call("hold", { signal: controller.signal }).catch((error: Error) => error.name);
    while (!(await app.journal()).includes("hold"));
    controller.abort();
    expect(await given).toBe("AbortError");
    await call("release");
    expect(await (await call("hello")).text()).toBe("hello");
  });

  test("that sends nonsense is told so", async () => {
    expect(await raw("GET /api/hello HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1.1 400 /,
    );
    expect(await raw("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(
      /^HTTP\/1.1 400 /,
    );
    expect(await raw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  });

  test("may send many headers, as people in many groups do", async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      plainRequest(`${app.url}/api/hello`, { headers: { "x-long": "x".repeat(30_000) } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(answer).toBe(200);
  });
});

test("says once that function keys are not asked for", () => {
  const warnings = app.lines.filter(({ level }) => level === "warn").map(({ message }) => message);
  expect(warnings.filter((message) => message.includes("with-key"))).toHaveLength(1);
});
