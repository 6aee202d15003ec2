/** callHttp: the host asks for the orchestrator, follows 202 answers, and goes only where it is let. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DurableApp, durableApp, SECOND } from "./durable-app.js";

describe("callHttp", () => {
  let app: DurableApp;
  let server: Server;
  let origin = "";
  const seen: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];

  beforeAll(async () => {
    app = await durableApp({
      allowOutbound: ({ origin: to, pathname }) => to === origin && pathname !== "/forbidden",
    });
    server = createServer((request, response) => {
      const { method, url = "", headers } = request;
      seen.push({ method, url, headers });
      const polls = seen.filter((one) => one.url === url).length;
      if (url.startsWith("/job")) response.writeHead(202, { location: "/poll", "retry-after": "10" }).end();
      else if (url === "/poll" && polls < 3)
        response.writeHead(202, { location: "/poll", "retry-after": "10" }).end();
      else if (url === "/slow" && polls < 2) response.writeHead(202, { location: "/slow" }).end();
      else if (url === "/moved") response.writeHead(302, { location: "/target" }).end();
      else if (url === "/lures") response.writeHead(302, { location: "/forbidden" }).end();
      else if (url === "/broken") request.destroy();
      else if (url === "/huge") response.end("x".repeat(5_000_000));
      else request.pipe(response.writeHead(url === "/missing" ? 404 : 200, { "x-kind": "echo" }));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    // A server that listens on a port has an address with a port.
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await app.stop();
    server.close();
  });

  test("sends method, headers and body, and gives status and content", async () => {
    const request = { method: "POST", url: `${origin}/echo`, body: { a: 1 }, headers: { "x-key": "k" } };
    expect((await app.run("callsHttp", request)).output).toEqual({
      status: 200,
      content: '{"a":1}',
      after: "after",
    });
    expect(seen.at(-1)).toMatchObject({ method: "POST", headers: { "x-key": "k" } });
  });

  test("gives an answer of 404 as an answer", async () => {
    expect((await app.run("callsHttp", { method: "GET", url: `${origin}/missing` })).output).toMatchObject({
      status: 404,
    });
  });

  test("asks the Location of a 202 answer again after Retry-After, until the answer is final", async () => {
    const { instanceId } = await app.run("callsHttp", { method: "POST", url: `${origin}/job`, body: "x" });
    await app.pass(10 * SECOND - 1);
    expect(seen.filter(({ url }) => url === "/poll")).toHaveLength(0);
    await app.pass(1);
    await app.pass(20 * SECOND);
    expect((await app.status(instanceId)).output).toMatchObject({ status: 200, after: "after" });
    expect(seen.filter(({ url }) => url === "/poll").map(({ method }) => method)).toEqual([
      "GET",
      "GET",
      "GET",
    ]);
  });

  test("waits thirty seconds between polls when the answer does not say how long", async () => {
    const { instanceId } = await app.run("callsHttp", { method: "GET", url: `${origin}/slow` });
    await app.pass(30 * SECOND - 1);
    expect((await app.status(instanceId)).status).toBe("running");
    await app.pass(1);
    expect((await app.status(instanceId)).status).toBe("completed");
  });

  test("gives the 202 answer itself when polling is switched off", async () => {
    const request = { method: "GET", url: `${origin}/job?once`, enablePolling: false };
    expect((await app.run("callsHttp", request)).output).toMatchObject({ status: 202, after: "after" });
  });

  test("follows a redirect", async () => {
    expect((await app.run("callsHttp", { method: "GET", url: `${origin}/moved` })).output).toMatchObject({
      status: 200,
    });
  });

  test.each([
    ["a place that is not allowed", "http://169.254.169.254/metadata"],
    ["a redirect to a place that is not allowed", "/lures"],
    ["a connection that breaks", "/broken"],
    ["an answer of more than four megabytes", "/huge"],
    ["an address that is none", "http://"],
  ])("fails the orchestration at %s", async (_what, url) => {
    const { status, output } = await app.run("callsHttp", {
      method: "GET",
      url: url.startsWith("/") ? origin + url : url,
    });
    expect(status).toBe("failed");
    expect(output).toContain("callHttp failed");
  });

  test("has no managed identity to offer", async () => {
    const request = {
      method: "GET",
      url: `${origin}/echo`,
      tokenSource: { kind: "AzureManagedIdentity", resource: "x" },
    };
    expect((await app.run("callsHttp", request)).output).toContain(
      "there is no managed identity on this host",
    );
  });
});
