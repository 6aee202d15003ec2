/** Says that the server answers: for whoever starts it, watches it, or balances load onto it. */
import { app } from "@azure/functions";

app.http("health", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "health",
  handler: async () => ({
    status: 200,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
    body: '{"status":"ok"}',
  }),
});
