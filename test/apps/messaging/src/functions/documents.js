/** Documents are written and read over HTTP; two functions follow their changes. */
const { app, input, output } = require("@azure/functions");
const { note } = require("../journal.js");

const container = { connection: "COSMOS", databaseName: "shop", containerName: "orders" };
const written = output.cosmosDB({ ...container, createIfNotExists: true, partitionKey: "/customer" });
const one = input.cosmosDB({ ...container, id: "{id}", partitionKey: "{customer}" });
const all = input.cosmosDB(container);
const queried = input.cosmosDB({ ...container, sqlQuery: "SELECT * FROM c" });

app.http("write", {
  methods: ["PUT"],
  route: "documents",
  extraOutputs: [written],
  handler: async (request, context) => {
    context.extraOutputs.set(written, await request.json());
    return { status: 202 };
  },
});

app.http("read-one", {
  methods: ["GET"],
  route: "documents/{customer}/{id}",
  extraInputs: [one],
  handler: (_, context) => ({ jsonBody: { document: context.extraInputs.get(one) ?? null } }),
});

app.http("read-all", {
  methods: ["GET"],
  route: "documents",
  extraInputs: [all],
  handler: (_, context) => ({ jsonBody: context.extraInputs.get(all) }),
});

app.http("query", {
  methods: ["GET"],
  extraInputs: [queried],
  handler: (_, context) => ({ jsonBody: context.extraInputs.get(queried) }),
});

const leases = { leaseContainerName: "leases", createLeaseContainerIfNotExists: true, feedPollDelay: 200 };

app.cosmosDB("follow", {
  ...container,
  ...leases,
  leaseContainerPrefix: "follow",
  startFromBeginning: true,
  maxItemsPerInvocation: 2,
  handler: (documents) => {
    note("follow", { ids: documents.map(({ id, _lsn }) => `${id}@${_lsn}`) });
    if (documents.some(({ poison }) => poison === "follow")) throw new Error("cannot follow");
  },
});

app.cosmosDB("insist", {
  ...container,
  ...leases,
  leaseContainerPrefix: "insist",
  retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: { seconds: 10 } },
  handler: (documents, context) => {
    note("insist", { ids: documents.map(({ id }) => id), retry: context.retryContext?.retryCount ?? 0 });
    if (documents.some(({ poison }) => poison === "insist")) throw new Error("cannot insist");
  },
});
