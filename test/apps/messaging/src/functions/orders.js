/** Orders come in over HTTP, go through a queue, and are told of on a topic. */
const { app, output } = require("@azure/functions");
const { note } = require("../journal.js");

const connection = "SERVICE_BUS";
const orders = output.serviceBusQueue({ connection, queueName: "%ORDER_QUEUE%" });
const events = output.serviceBusTopic({ connection, topicName: "events" });

app.http("place", {
  methods: ["POST"],
  route: "orders",
  extraOutputs: [orders],
  handler: async (request, context) => {
    const text = await request.text();
    const kind = request.query.get("as");
    const value = kind === "text" ? text : kind === "bytes" ? Buffer.from(text) : JSON.parse(text);
    context.extraOutputs.set(orders, value);
    return { status: 202 };
  },
});

app.serviceBusQueue("handle-order", {
  connection,
  queueName: "%ORDER_QUEUE%",
  return: events,
  handler: (order, context) => {
    note("handle-order", { order, metadata: context.triggerMetadata });
    if (order?.fail) throw new Error("this order cannot be handled");
    return order?.silent ? undefined : { handled: order };
  },
});

app.serviceBusTopic("tell-one", {
  connection,
  topicName: "events",
  subscriptionName: "one",
  handler: (event, context) => note("tell-one", { event, delivery: context.triggerMetadata.deliveryCount }),
});

app.serviceBusTopic("tell-many", {
  connection,
  topicName: "events",
  subscriptionName: "many",
  cardinality: "many",
  handler: (events, context) => note("tell-many", { events, metadata: context.triggerMetadata }),
});

app.serviceBusTopic("tell-in-order", {
  connection,
  topicName: "events",
  subscriptionName: "ordered",
  isSessionsEnabled: true,
  handler: async (event, context) => {
    const { sessionId, deliveryCount } = context.triggerMetadata;
    note("begin", { event, sessionId });
    await new Promise((resolve) => setImmediate(resolve));
    note("end", { event, sessionId });
    if (event.failures >= deliveryCount) throw new Error("again, please");
  },
});

app.serviceBusQueue("look-at-bytes", {
  connection,
  queueName: "bytes",
  dataType: "binary",
  handler: (bytes) => note("look-at-bytes", { isBuffer: Buffer.isBuffer(bytes), hex: bytes.toString("hex") }),
});

app.serviceBusQueue("bury-order", {
  connection,
  queueName: "%ORDER_QUEUE%/$DeadLetterQueue",
  handler: (order, context) =>
    note("bury-order", { order, reason: context.triggerMetadata.applicationProperties.deadLetterReason }),
});
