/** `/setup`: the page on which whoever has the code becomes the first administrator. Mounted until somebody has. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { EmbeddedDirectory } from "../../adapters/embedded/directory/embedded-directory.js";
import { html, page, sendPage } from "../../adapters/embedded/sign-in/page.js";
import { readForm } from "../../adapters/embedded/sign-in/read-form.js";
import type { Mount } from "./binding-service.js";
import { claim, isClaimCode } from "./first-administrator.js";
import type { FolderFacts } from "./folder-facts.js";

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 256;

export function setupMount(directory: EmbeddedDirectory, facts: FolderFacts, portal: string): Mount {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "GET") {
      const code = new URL(request.url ?? "/", portal).searchParams.get("code") ?? "";
      return isClaimCode(facts, code)
        ? sendPage(response, 200, formPage(code, "", undefined))
        : sendPage(response, 403, endedPage());
    }
    if (request.method !== "POST") {
      response.writeHead(405, { allow: "GET, POST" }).end();
      return;
    }
    const form = await readForm(request);
    const code = form.get("code") ?? "";
    const userPrincipalName = (form.get("userPrincipalName") ?? "").trim();
    const password = form.get("password") ?? "";
    if (!isClaimCode(facts, code)) return sendPage(response, 403, endedPage());
    const mistake = mistakeIn(userPrincipalName, password);
    if (mistake !== undefined) return sendPage(response, 400, formPage(code, userPrincipalName, mistake));
    const displayName = (form.get("displayName") ?? "").trim().slice(0, 256) || null;
    const outcome = await claim(directory, facts, code, { userPrincipalName, displayName, password });
    if (outcome.kind === "refused") {
      return sendPage(response, 400, formPage(code, userPrincipalName, outcome.message));
    }
    sendPage(response, 200, donePage(portal));
  }
  return { prefix: "/setup", handle };
}

function mistakeIn(userPrincipalName: string, password: string): string | undefined {
  if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(userPrincipalName)) {
    return "The user name must be of the form name@domain.";
  }
  if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    return `The password must have ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.`;
  }
  return undefined;
}

function formPage(code: string, userPrincipalName: string, mistake: string | undefined): string {
  return page(
    "Setup",
    html`<h1>Welcome to Gatehouse</h1>
<p>Make yourself the first administrator. This page works once.</p>
${mistake === undefined ? "" : html`<p class="bad" role="alert">${mistake}</p>`}
<form method="post" action="/setup">
<input type="hidden" name="code" value="${code}">
<label for="displayName">Your name</label>
<input id="displayName" name="displayName" autocomplete="name" maxlength="256" required autofocus>
<label for="userPrincipalName">User name (name@domain)</label>
<input id="userPrincipalName" name="userPrincipalName" type="email" autocomplete="username" required value="${userPrincipalName}">
<label for="password">Password (at least ${String(PASSWORD_MIN)} characters)</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="${String(PASSWORD_MIN)}" maxlength="${String(PASSWORD_MAX)}" required>
<button class="go" type="submit">Become administrator</button>
</form>`,
  );
}

function donePage(portal: string): string {
  return page(
    "Setup",
    html`<h1>You are the administrator</h1><p>Now <a href="${portal}">sign in</a> with the name and the password that you have chosen.</p>`,
  );
}

function endedPage(): string {
  return page(
    "Setup",
    html`<h1>This setup link is not valid</h1>
<p>It has been used, or the server was started again since: then a new link was shown where it was started.</p>`,
  );
}
