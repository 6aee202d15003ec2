/** The sign-in of a running server: discovery, the sample's one click, and links that no header can bend. */
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, newFolder, type Running, start } from "./gatehouse.js";

let server: Running;

beforeAll(async () => {
  server = await start(newFolder());
});

afterAll(async () => {
  await server.signal("SIGKILL");
});

const issuer = () => `${server.ready.portal}oidc`;

async function toSignInPage(): Promise<{ readonly page: string; readonly cookies: string }> {
  const query = new URLSearchParams({
    client_id: "gatehouse-portal",
    redirect_uri: `${server.ready.portal}signed-in`,
    response_type: "code",
    scope: "openid profile api://gatehouse/EntitlementManagement.Read.All",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  const response = await fetch(`${issuer()}/auth?${query.toString()}`, { redirect: "manual" });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  return {
    page: new URL(response.headers.get("location") ?? "", issuer()).href,
    cookies: cookies.join("; "),
  };
}

/** What the server says when the Host header and the forwarding headers are somebody else's. */
function withForeignHeaders(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.ready.http);
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    httpRequest({ hostname, port, path, headers }, (response) => {
      let text = JSON.stringify(response.headers);
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.once("end", () => resolve(text));
    })
      .once("error", reject)
      .end();
  });
}

describe("sign-in on a running server", () => {
  it("is described where OpenID clients look for it, under the portal's own address", async () => {
    const { status, body } = await get(`${issuer()}/.well-known/openid-configuration`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: issuer(),
      authorization_endpoint: `${issuer()}/auth`,
      token_endpoint: `${issuer()}/token`,
      jwks_uri: `${issuer()}/jwks`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
    });
    const keys = await get(`${issuer()}/jwks`);
    expect(JSON.stringify(keys.body)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it("offers the sample's people with one click, and the API believes the token", async () => {
    const { page, cookies } = await toSignInPage();
    const shown = await (await fetch(page, { headers: { cookie: cookies } })).text();
    const account = /name="account" value="([^"]+)"><strong>Priya Raman</.exec(shown)?.[1] ?? "";
    const clicked = await fetch(page, {
      method: "POST",
      headers: { cookie: cookies },
      body: new URLSearchParams({ account }),
      redirect: "manual",
    });
    const more = clicked.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
    const resumed = await fetch(new URL(clicked.headers.get("location") ?? "", issuer()), {
      headers: { cookie: [cookies, ...more].join("; ") },
      redirect: "manual",
    });
    const code = new URL(resumed.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const answered = await fetch(`${issuer()}/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: "gatehouse-portal",
        redirect_uri: `${server.ready.portal}signed-in`,
        code,
        // The example of RFC 7636, whose challenge was sent above.
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      }),
    });
    const { access_token: token } = (await answered.json()) as { readonly access_token: string };
    const em = "/v1.0/identityGovernance/entitlementManagement";
    expect((await get(`${server.ready.http}${em}/accessPackages`, token)).status).not.toBe(401);
  });

  it("makes its links from the configured address alone", async () => {
    for (const path of [
      "/oidc/.well-known/openid-configuration",
      "/oidc/auth?client_id=gatehouse-portal",
      "/oidc/session/end",
    ]) {
      expect(await withForeignHeaders(path)).not.toContain("evil.example");
    }
  });
});
