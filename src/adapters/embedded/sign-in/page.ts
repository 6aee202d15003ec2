/** The few pages that the server itself shows (sign-in, sign-out, errors, first administrator): plain HTML, no script, nothing from outside. */
import { hash } from "node:crypto";
import type { ServerResponse } from "node:http";

/** HTML that is safe as it stands. */
export type Html = { readonly html: string };

/** `html\`<p>${text}</p>\``: what is filled in is escaped, unless it is Html itself or a list of it. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  const text = parts.reduce((before, part, index) => before + filled(values[index - 1] ?? "") + part);
  return { html: text };
}

function filled(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return escapeHtml(value);
  return "html" in value ? value.html : value.map((one) => one.html).join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --line: #8a8f98; --soft: #f3f4f6; --accent: #1f4fd1; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --line: #7d838d; --soft: #23262c; --accent: #9db8ff; --bad: #ffb4ab; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 2rem 1rem; display: flex; justify-content: center; }
main { width: 100%; max-width: 26rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { font: inherit; width: 100%; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: 6px; margin-top: .25rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1rem; border-radius: 6px; border: 1px solid var(--line); cursor: pointer; }
.go { width: 100%; margin-top: 1.25rem; background: var(--accent); color: Canvas; border-color: var(--accent); }
.account { width: 100%; text-align: left; margin-top: .4rem; background: var(--soft); font-weight: 400; color: inherit; }
.account strong { display: block; } .account span { display: block; font-size: .875rem; opacity: .85; }
.bad { border: 1px solid var(--bad); color: var(--bad); border-radius: 6px; padding: .7rem .8rem; margin: 0 0 1rem; }
.note { font-size: .875rem; opacity: .85; } summary { cursor: pointer; margin-top: .75rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

const STYLE_HASH = hash("sha256", STYLE, "base64");

/** The whole document. */
export function page(title: string, content: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - Gatehouse</title>
<style>${STYLE}</style>
</head>
<body><main>
${content.html}
</main></body>
</html>
`;
}

/** `formsMayLeadTo`: origins to which a form's answer may send the browser on, beside this one. */
export function pageHeaders(formsMayLeadTo: readonly string[] = []): Readonly<Record<string, string>> {
  const forms = ["'self'", ...formsMayLeadTo].join(" ");
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

export function sendPage(
  response: ServerResponse,
  status: number,
  text: string,
  formsMayLeadTo: readonly string[] = [],
): void {
  response.writeHead(status, pageHeaders(formsMayLeadTo)).end(text);
}
