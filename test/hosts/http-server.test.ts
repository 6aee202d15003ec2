/** The servers: plain and encrypted, mounts beside the app, limits on requests under way, and stopping. */
import { Agent, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  issueAuthority,
  issueServerCertificate,
  type KeyAndCertificate,
} from "../../src/adapters/embedded/certificates/issue-certificate.js";
import type { Mount } from "../../src/hosts/embedded/binding-service.js";
import { throttle } from "../../src/hosts/embedded/http/throttle.js";
import { type AppOptions, type RunningApp, runningApp } from "./core-running-app.js";
import { shelfService } from "./core-shelf-service.js";

let app: RunningApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

async function start(options: AppOptions = {}): Promise<RunningApp> {
  app = await runningApp({ services: [shelfService()], ...options });
  return app;
}

describe("https", () => {
  let authority: KeyAndCertificate;
  let https: { port: number; key: string; cert: string };
  beforeAll(async () => {
    const nowMs = Date.now();
    authority = await issueAuthority("test", nowMs);
    const { key, certificate } = await issueServerCertificate(authority, ["localhost"], ["127.0.0.1"], nowMs);
    https = { port: 0, key, cert: certificate };
  });

  const get = (url: string, host?: string): Promise<{ body: string; strict: string | undefined }> =>
    new Promise((resolve, reject) => {
      const headers = host === undefined ? {} : { host };
      secureRequest(url, { ca: authority.certificate, headers, servername: "localhost" }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          body += String(chunk);
        });
        response.on("end", () => resolve({ body, strict: response.headers["strict-transport-security"] }));
      })
        .on("error", reject)
        .end();
    });

  test("serves the app beside http, and says so in the address the app sees", async () => {
    const { host } = await start({ listen: { port: 0, https } });
    expect(host.https).toMatch(/^https:\/\/localhost:\d+$/);
    expect((await get(`${host.https}/api/echo`)).body).toContain(`"url":"${host.https}/api/echo"`);
    expect(await (await fetch(`${host.http}/api/hello`)).text()).toBe("hello");
  });

  test("hangs up on whoever does not speak TLS", async () => {
    const { host } = await start({
      listen: { port: 0, https },
      failureBody: (status) => `{"status":${status}}`,
    });
    const socket = connect(Number(new URL(host.https ?? "").port), "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let text = "";
    for await (const chunk of socket.setEncoding("latin1")) text += String(chunk);
    expect(text).not.toContain("HTTP/1.1");
  });

  test("asks browsers for https only, but never for names of this machine", async () => {
    const { host } = await start({ listen: { port: 0, https } });
    expect((await get(`${host.https}/api/hello`)).strict).toBeUndefined();
    expect((await get(`${host.https}/api/hello`, "example.org")).strict).toBe(
      "max-age=864000; includeSubDomains",
    );
  });
});

describe("a mount", () => {
  const saying = (prefix: string, text: string): Mount => ({
    prefix,
    handle: (_, response) => void response.end(text),
  });

  test("answers its address and everything below it, before the app, the longest prefix first", async () => {
    const { url } = await start({
      mounts: [
        saying("/api/hello", "outer"),
        saying("/api/hello/inner/", "inner"),
        saying("/other", "other"),
      ],
    });
    const text = async (path: string): Promise<string> => (await fetch(url + path)).text();
    expect(await text("/api/hello")).toBe("outer");
    expect(await text("/api/hello/x?y")).toBe("outer");
    expect(await text("/api/hello/inner/z")).toBe("inner");
    expect(await text("/other?x=1")).toBe("other");
    expect((await fetch(`${url}/others`)).status).toBe(404);
  });

  test("can be made with the address of the server, and may come from a service", async () => {
    const service = { ...shelfService(), mounts: [saying("/runtime", "of a service")] };
    const { url } = await start({
      services: [service],
      mounts: (urls) => [saying("/where", urls.http)],
    });
    expect(await (await fetch(`${url}/where`)).text()).toBe(url);
    expect(await (await fetch(`${url}/runtime/webhooks`)).text()).toBe("of a service");
  });

  test("that fails is answered with 500 and logged", async () => {
    const { url, lines } = await start({
      mounts: [{ prefix: "/broken", handle: () => Promise.reject(new Error("not today")) }],
    });
    expect((await fetch(`${url}/broken`)).status).toBe(500);
    expect(lines.map(({ message }) => message)).toContain("The mount /broken failed: not today");
  });
});

describe("limits on requests under way", () => {
  test("let so many run at once, make others wait, and turn away the rest", () => {
    const gate = throttle(2, 3);
    const leaves: (() => void)[] = [];
    const enter = (): boolean => gate.enter((leave) => leaves.push(leave));
    expect([enter(), enter(), enter(), enter()]).toEqual([true, true, true, false]);
    expect(leaves).toHaveLength(2);
    leaves[0]?.();
    expect(leaves).toHaveLength(3);
    expect([enter(), enter()]).toEqual([true, false]);
  });

  test("are none when they are -1", () => {
    const gate = throttle(-1, -1);
    expect(Array.from({ length: 1000 }, () => gate.enter(() => {})).every(Boolean)).toBe(true);
  });
});

describe("what no function sees", () => {
  const told = (status: number) => (status === 408 ? undefined : JSON.stringify({ status }));

  async function answerTo(url: string, sent: string): Promise<string> {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end(sent);
    let text = "";
    for await (const chunk of socket.setEncoding("latin1")) text += String(chunk);
    return text;
  }

  test("is answered with the body that the composition gives for the status", async () => {
    const { url } = await start({ failureBody: told });
    const cases: readonly (readonly [string, number])[] = [
      [`GET / HTTP/1.1\r\nHost: h\r\nX-Large: ${"x".repeat(40_000)}\r\n\r\n`, 431],
      ["this is not HTTP\r\n\r\n", 400],
      ["GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 404],
      ["PROPFIND / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 404],
    ];
    for (const [sent, status] of cases) {
      const text = await answerTo(url, sent);
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(text.toLowerCase()).toContain("content-type: application/json\r\n");
      expect(text.endsWith(`\r\n\r\n{"status":${status}}`)).toBe(true);
    }
  });

  test("is answered with the status alone where there is none", async () => {
    const { url } = await start();
    const text = await answerTo(url, "this is not HTTP\r\n\r\n");
    expect(text).toBe("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
});

describe("stopping", () => {
  test("lets a request under way end, on a connection that is then closed, and takes no other", async () => {
    const { url, host } = await start();
    const agent = new Agent({ keepAlive: true });
    const held = new Promise<string>((resolve, reject) => {
      plainRequest(`${url}/api/hold`, { agent }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          body += String(chunk);
        });
        response.on("end", () => resolve(body));
      })
        .on("error", reject)
        .end();
    });
    while (!(await app?.journal())?.includes("hold"));
    const stopped = host.stop(60_000);
    await expect(fetch(`${url}/api/hello`)).rejects.toThrow("fetch failed");
    await host.invoke("release", { trigger: { http: { method: "GET", url: "http://x/", headers: {} } } });
    expect(await held).toBe("held");
    await stopped;
    agent.destroy();
  });

  test("cuts off what has not ended in time", async () => {
    const { url, host } = await start();
    const hanging = fetch(`${url}/api/hold`).then(
      () => "answered",
      () => "cut off",
    );
    while (!(await app?.journal())?.includes("hold"));
    await host.stop(10);
    expect(await hanging).toBe("cut off");
  });

  test("goes on when a service cannot stop, and says which", async () => {
    const { host, lines, url } = await start({
      services: [{ ...shelfService(), stop: () => Promise.reject(new Error("stuck")) }],
    });
    await host.stop();
    expect(lines.map(({ message }) => message)).toContain("Stopping shelftrigger, shelf failed: stuck");
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});

test("requests that come while services start wait for them", async () => {
  let early: Promise<Response> | undefined;
  let url = "";
  const slow = {
    ...shelfService(),
    async start() {
      early = fetch(`${url}/api/hello`);
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    },
  };
  await start({
    services: [slow],
    onListening: (urls) => {
      url = urls.http;
    },
  });
  expect(await (await early)?.text()).toBe("hello");
});
