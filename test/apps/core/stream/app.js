const { app } = require("@azure/functions");

app.setup({ enableHttpStream: true });

app.http("upper", {
  methods: ["POST"],
  route: "upper/{name}",
  handler: (request) => {
    async function* shout() {
      const decoder = new TextDecoder();
      for await (const chunk of request.body) yield decoder.decode(chunk, { stream: true }).toUpperCase();
    }
    return {
      status: 201,
      headers: { "x-name": request.params.name, "x-sent": request.headers.get("x-sent") ?? "" },
      cookies: [{ name: "streamed", value: "yes" }],
      body: shout(),
    };
  },
});

const waiting = [];
app.http("ticks", {
  handler: (request) => {
    async function* ticks() {
      for (let number = 1; ; number += 1) {
        yield `tick ${number}\n`;
        await new Promise((resolve) => waiting.push(resolve));
      }
    }
    return { headers: { "content-type": "text/event-stream", "x-url": request.url }, body: ticks() };
  },
});
app.http("tick", {
  handler: () => {
    const released = waiting.splice(0);
    for (const release of released) release();
    return { jsonBody: released.length };
  },
});

app.http("throws", {
  methods: ["GET", "POST"],
  handler: () => {
    throw new Error("before any answer");
  },
});
app.http("silent", { handler: () => undefined });
app.http("breaks", {
  handler: () => {
    async function* half() {
      yield "half";
      await new Promise((resolve) => waiting.push(resolve));
      throw new Error("in the middle");
    }
    return { body: half() };
  },
});
