/** The sign-in page: a name and a password; on a folder with the sample organization, its accounts with one click. */
import { type Html, html, page } from "./page.js";

/** An account that can be used without a password. */
export type OneClickAccount = {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** What it is good for; accounts without it stand in the second list. */
  readonly role?: string;
};

export type SignInPage = {
  /** Where the forms go. */
  readonly action: string;
  readonly accounts: readonly OneClickAccount[];
  /** Filled in beforehand. */
  readonly userPrincipalName: string;
  /** What went wrong the last time. */
  readonly problem?: string;
};

export function signInPage({ action, accounts, userPrincipalName, problem }: SignInPage): string {
  const featured = accounts.filter((account) => account.role !== undefined);
  const others = accounts.filter((account) => account.role === undefined);
  return page(
    "Sign in",
    html`<h1>Sign in to Gatehouse</h1>
${problem === undefined ? "" : html`<p class="bad" role="alert" id="problem">${problem}</p>`}
${featured.length === 0 ? "" : sampleAccounts(action, featured, others)}
<form method="post" action="${action}">
${featured.length === 0 ? "" : html`<h2>With a password</h2>`}
<label for="name">User name</label>
<input id="name" name="userPrincipalName" type="email" autocomplete="username" required value="${userPrincipalName}"${problem === undefined ? "" : html` aria-describedby="problem"`}${featured.length === 0 ? html` autofocus` : ""}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<button class="go" type="submit">Sign in</button>
</form>`,
  );
}

function sampleAccounts(
  action: string,
  featured: readonly OneClickAccount[],
  others: readonly OneClickAccount[],
): Html {
  return html`<form method="post" action="${action}">
<h2>Sample accounts</h2>
<p class="note">This server has the sample organization. Its people sign in with one click; only this machine can reach them.</p>
${featured.map(button)}
${others.length === 0 ? "" : html`<details><summary>Everybody else (${String(others.length)})</summary>${others.map(button)}</details>`}
</form>`;
}

function button({ id, displayName, userPrincipalName, role }: OneClickAccount): Html {
  const about = role === undefined ? userPrincipalName : `${userPrincipalName}: ${role}`;
  return html`<button class="account" name="account" value="${id}"><strong>${displayName}</strong><span>${about}</span></button>`;
}
