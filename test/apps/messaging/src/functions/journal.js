const { app } = require("@azure/functions");
const { entries } = require("../journal.js");

app.http("journal", {
  methods: ["DELETE"],
  handler: () => ({ jsonBody: entries.splice(0) }),
});
