const { app, HttpResponse } = require("@azure/functions");
const journal = require("../journal.js");

app.http("journal", {
  methods: ["GET", "DELETE"],
  handler: async (request) => ({
    jsonBody: request.method === "DELETE" ? journal.entries.splice(0) : journal.entries,
  }),
});

app.http("hello", { handler: async () => ({ body: "hello" }) });

app.http("echo", {
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"],
  route: "echo/{*rest}",
  handler: async (request, context) => ({
    jsonBody: {
      method: request.method,
      url: request.url,
      params: request.params,
      query: Object.fromEntries(request.query),
      headers: Object.fromEntries(request.headers),
      text: await request.text(),
      traceParent: context.traceContext?.traceParent,
      traceState: context.traceContext?.traceState,
      invocationId: context.invocationId,
      functionName: context.functionName,
    },
  }),
});

const named = (name, route) =>
  app.get(name, { route, handler: (request) => ({ jsonBody: { function: name, params: request.params } }) });
named("things-literal", "things/special");
named("things-number", "things/{id:int}");
named("things-any", "things/{name}");
named("things-rest", "things/{name}/{*rest}");
named("things-optional", "pages/{chapter}/{page?}");

app.post("things-post", {
  route: "things/special",
  handler: async (request) => ({
    status: 201,
    jsonBody: { function: "things-post", sent: await request.json() },
  }),
});

app.http("bytes", {
  methods: ["POST"],
  handler: async (request) => {
    const bytes = Buffer.from(await request.arrayBuffer());
    return { body: bytes.reverse(), headers: { "Content-Type": "application/octet-stream" } };
  },
});

app.http("form", {
  methods: ["POST"],
  handler: async (request) => {
    const form = await request.formData();
    return { jsonBody: Object.fromEntries(form) };
  },
});

app.http("copy", {
  methods: ["POST"],
  handler: async (request) => {
    const copy = request.clone();
    return { jsonBody: [await request.text(), await copy.text(), request.bodyUsed] };
  },
});

app.http("twice", {
  methods: ["POST"],
  handler: async (request) => {
    await request.text();
    return {
      jsonBody: await request.text().then(
        () => "read again",
        () => "refused",
      ),
    };
  },
});

app.http("answers", {
  route: "answers/{kind}",
  handler: (request) => {
    switch (request.params.kind) {
      case "nothing":
        return undefined;
      case "no-content":
        return { status: 204, body: "dropped" };
      case "not-modified":
        return { status: 304, headers: { etag: '"1"' } };
      case "teapot":
        return { status: 418, headers: { "X-Kind": "teapot" }, body: "short and stout" };
      case "cookies":
        return {
          cookies: [
            { name: "a", value: "1 2", path: "/", httpOnly: true, secure: true, sameSite: "Lax", maxAge: 60 },
            { name: "b", value: "x", expires: new Date(0.0 + 86_400_000), domain: "example.org" },
          ],
        };
      case "object":
        return new HttpResponse({ status: 202, body: "from an HttpResponse", headers: { a: "b" } });
      case "stream":
        return { body: new Blob(["from ", "a blob"]).stream() };
      case "own-length":
        return { body: "four", headers: { "content-length": "400", "transfer-encoding": "chunked" } };
      case "own-header":
        return { headers: { "x-content-type-options": "mine" } };
      case "text":
        return "a text is not a response";
      case "bad-status":
        return { status: 42 };
      default:
        throw new Error(`no answer of the kind ${request.params.kind}`);
    }
  },
});

app.http("logs", {
  handler: (_, context) => {
    context.log("plain %s", "text");
    context.warn("careful");
    context.error("bad");
    context.debug("detail");
    return {};
  },
});
app.http("logs-quietly", {
  handler: (_, context) => {
    context.info("too quiet to hear");
    context.warn("loud enough");
    return {};
  },
});

const held = [];
app.http("hold", {
  handler: () => {
    journal.note("hold");
    return new Promise((resolve) => held.push(() => resolve({ body: "held" })));
  },
});
app.http("release", {
  handler: () => {
    for (const release of held.splice(0)) release();
    return {};
  },
});
app.http("hang", { handler: () => new Promise(() => {}) });

app.http("forgets", {
  handler: () => {
    void Promise.reject(new Error("nobody waits for this"));
    return { body: "answered" };
  },
});

app.http("with-key", { authLevel: "function", handler: () => ({ body: "open" }) });
app.http("setting", { handler: () => ({ body: process.env.GREETING }) });
