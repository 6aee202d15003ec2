/** HTTP functions that hand on to the durable client, as people write them. */
const { app: functions } = require("@azure/functions");
const df = require("durable-functions");

functions.http("start", {
  route: "start/{orchestrator}",
  methods: ["POST"],
  authLevel: "anonymous",
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const options = await request.json();
    const instanceId = await client.startNew(request.params.orchestrator, options);
    return client.createCheckStatusResponse(request, instanceId);
  },
});

/** `POST /api/client/getStatus` with `[arguments]`: any method of the client; `$date` marks dates. */
functions.http("client", {
  route: "client/{method}",
  methods: ["POST"],
  authLevel: "anonymous",
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const given = JSON.parse(await request.text(), (_key, value) =>
      typeof value === "object" && value !== null && "$date" in value ? new Date(value.$date) : value,
    );
    const values = given.map((value) =>
      typeof value === "object" && value !== null && "$entity" in value
        ? new df.EntityId(...value.$entity)
        : value,
    );
    try {
      return { jsonBody: { value: (await client[request.params.method](...values)) ?? null } };
    } catch (error) {
      return { status: 500, jsonBody: { error: error.message } };
    }
  },
});

df.app.client.http("waits", {
  route: "waits/{id}",
  authLevel: "anonymous",
  handler: (request, client) =>
    client.waitForCompletionOrCreateCheckStatusResponse(request, request.params.id, {
      timeoutInMilliseconds: 500,
      retryIntervalInMilliseconds: 50,
    }),
});
