/** Functions on a service of the test's own: its trigger, input and output bindings are called "shelf". */
const { app, input, output } = require("@azure/functions");
const journal = require("../journal.js");

const book = input.generic({ type: "shelf", shelf: "%SHELF_NAME%", name: "book" });
const copies = output.generic({ type: "shelf", shelf: "copies", name: "copies" });

app.generic("on-shelf", {
  trigger: { type: "shelfTrigger", shelf: "%SHELF_NAME%", name: "item" },
  extraInputs: [book],
  extraOutputs: [copies],
  return: output.generic({ type: "shelf", shelf: "returned" }),
  handler: (item, context) => {
    journal.note("item", JSON.stringify(item), "retry", context.retryContext?.retryCount ?? "-");
    if (item?.fail) throw new Error("no room");
    context.extraOutputs.set(copies, { copyOf: item, beside: context.extraInputs.get(book) });
    return { metadata: context.triggerMetadata, options: context.options.trigger.shelf };
  },
});

app.http("shelve", {
  methods: ["POST"],
  extraOutputs: [copies],
  handler: async (request, context) => {
    context.extraOutputs.set(copies, await request.json());
    return { status: 202 };
  },
});
