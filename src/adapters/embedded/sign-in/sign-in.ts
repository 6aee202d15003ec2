/**
 * Everything below `/oidc`: the provider's own addresses, and the sign-in page that it sends people to. The origin in every link is the
 * configured one, whatever Host or X-Forwarded header a client sends.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { UserDocument } from "../../../application/ports/directory-objects.js";
import { isPassword } from "../directory/password.js";
import { firstRow, object } from "../directory/rows.js";
import { createOidcProvider, type OidcOptions } from "./oidc-provider.js";
import { html, page, sendPage } from "./page.js";
import { readForm } from "./read-form.js";
import { type OneClickAccount, signInPage } from "./sign-in-page.js";
import type { SignInThrottle } from "./sign-in-throttle.js";

export type SignInOptions = OidcOptions & {
  readonly throttle: SignInThrottle;
  /** Accounts that need no password: those of the sample organization, on a folder that has it. */
  readonly oneClickAccounts: readonly OneClickAccount[];
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

export type SignIn = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function openSignIn(options: SignInOptions): SignIn {
  const { issuer } = options;
  const { pathname: mount, origin } = new URL(issuer);
  let provider: Promise<Provider> | undefined;

  return async (request, response) => {
    provider ??= createOidcProvider(options).catch((error: unknown) => {
      provider = undefined;
      throw error;
    });
    const ready = await provider;
    const url = request.url ?? "/";
    asFromOrigin(request, new URL(origin));
    if (url.startsWith(`${mount}/interaction/`)) return interact(ready, options, request, response);
    // The provider's routes begin below the mount; `originalUrl` is how it learns where that is.
    Object.assign(request, { originalUrl: url, url: url.slice(mount.length) || "/" });
    await ready.callback()(request, response);
  };
}

/** The provider makes its links from these headers; what a client sent in them does not count. */
function asFromOrigin({ headers }: IncomingMessage, origin: URL): void {
  headers.host = origin.host;
  headers["x-forwarded-proto"] = origin.protocol.slice(0, -1);
  headers["x-forwarded-host"] = origin.host;
  delete headers["x-forwarded-for"];
  delete headers.forwarded;
}

async function interact(
  provider: Provider,
  options: SignInOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: action } = new URL(request.url ?? "/", options.issuer);
  const details = await provider.interactionDetails(request, response).catch(() => undefined);
  if (details === undefined || !action.endsWith(`/${details.uid}`)) {
    return sendPage(response, 400, expiredPage());
  }
  if (details.prompt.name !== "login") {
    // Nothing else is ever asked: a client that asks for consent has it (see loadExistingGrant).
    return provider.interactionFinished(
      request,
      response,
      { consent: {} },
      { mergeWithLastSubmission: true },
    );
  }
  const hint = details.params["login_hint"];
  const { oneClickAccounts: accounts, portalOrigins } = options;
  const show = (status: number, userPrincipalName: string, problem?: string): void =>
    sendPage(
      response,
      status,
      signInPage({ action, accounts, userPrincipalName, ...(problem === undefined ? {} : { problem }) }),
      portalOrigins,
    );
  if (request.method === "GET") return show(200, typeof hint === "string" ? hint.slice(0, 256) : "");
  if (request.method !== "POST") {
    response.writeHead(405, { allow: "GET, POST" }).end();
    return;
  }
  const form = await readForm(request);
  const result = await verify(options, form, addressOf(request));
  if (result.kind === "refused")
    return show(result.status, form.get("userPrincipalName") ?? "", result.problem);
  const login = { accountId: result.user.id, remember: true };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

type Verified =
  | { readonly kind: "verified"; readonly user: UserDocument }
  | { readonly kind: "refused"; readonly status: number; readonly problem: string };

const WRONG = "The user name or the password is wrong.";

async function verify(options: SignInOptions, form: URLSearchParams, address: string): Promise<Verified> {
  const { documents, throttle, log } = options;
  const account = form.get("account");
  if (account !== null) {
    const isOffered = options.oneClickAccounts.some((one) => one.id === account);
    const user = isOffered ? await object(documents, "user", account) : undefined;
    if (user === undefined || !user.accountEnabled) return { kind: "refused", status: 401, problem: WRONG };
    log("Somebody signed in to a sample account.", { userPrincipalName: user.userPrincipalName });
    return { kind: "verified", user };
  }
  const name = form.get("userPrincipalName")?.trim() ?? "";
  const waitMs = throttle.waitMs(name, address);
  if (waitMs > 0) {
    const problem = `Too many wrong tries. Try again in ${Math.ceil(waitMs / 1000)} seconds.`;
    return { kind: "refused", status: 429, problem };
  }
  const user = await firstRow<UserDocument>(documents, "user", {
    op: "eq",
    path: "userPrincipalNameKey",
    value: name.toLowerCase().slice(0, 512),
  });
  const isRight = await isPassword(documents, user?.id, (form.get("password") ?? "").slice(0, 256));
  if (user === undefined || !isRight || !user.accountEnabled) {
    throttle.failed(name, address);
    log("A sign-in failed.", { userPrincipalName: name.slice(0, 256), address });
    return { kind: "refused", status: 401, problem: WRONG };
  }
  throttle.succeeded(name);
  log("Somebody signed in.", { userPrincipalName: user.userPrincipalName });
  return { kind: "verified", user };
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "unknown";
}

function expiredPage(): string {
  return page(
    "Sign-in",
    html`<h1>This sign-in has ended</h1>
<p>It was open for too long, or was begun in another browser. Go back to where you came from and begin again.</p>`,
  );
}
