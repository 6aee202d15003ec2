/** The page at `/`: what is running here and how to begin. It holds nothing that belongs to anybody, so it needs no sign-in. */
import { app } from "@azure/functions";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gatehouse</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0; }
h2 { margin: 2rem 0 0.25rem; font-size: 1.1rem; }
pre { padding: 0.75rem 1rem; overflow-x: auto; border: 1px solid; border-radius: 0.5rem; }
</style>
</head>
<body>
<main>
<h1>Gatehouse</h1>
<p>Entitlement management, running on this machine. It speaks the Microsoft Graph v1.0 API; the My Access portal comes with a later version.</p>
<h2>See the whole path</h2>
<p>A package is built, asked for, approved in two stages, delivered and ended, and every step is checked:</p>
<pre><code>npx gatehouse demo</code></pre>
<h2>Call the API</h2>
<pre><code>TOKEN=$(npx gatehouse token --user UPN)
curl -H "Authorization: Bearer $TOKEN" \\
  ORIGIN/v1.0/identityGovernance/entitlementManagement/accessPackages</code></pre>
<p>A server with the sample organization lists some of its people when it starts; the administrator is <code>admin@northwindharbor.example</code>. <code>npx gatehouse help</code> tells the rest.</p>
<h2>Addresses</h2>
<ul>
<li><code>/v1.0</code> and <code>/beta</code>: the API</li>
<li><a href="/health"><code>/health</code></a>: whether the server answers</li>
<li><a href="/oidc/.well-known/openid-configuration"><code>/oidc</code></a>: sign-in, for applications</li>
</ul>
</main>
</body>
</html>
`;

app.http("start-page", {
  methods: ["GET"],
  authLevel: "anonymous",
  route: "/",
  handler: async (request) => ({
    status: 200,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-cache",
    },
    // An origin is scheme, host and port: URL has already refused anything that could be markup.
    body: PAGE.replace("ORIGIN", new URL(request.url).origin),
  }),
});
