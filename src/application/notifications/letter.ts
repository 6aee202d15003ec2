/** The form of every mail: a greeting, one paragraph, facts in rows, one link. As plain text and as HTML that needs no picture and no style sheet. */

export type Letter = {
  readonly greeting: string;
  readonly opening: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly action: { readonly label: string; readonly url: string };
};

export function textOf(letter: Letter): string {
  const rows = letter.rows.map(([name, value]) => `${name}: ${value}`);
  return [
    letter.greeting,
    letter.opening,
    ...(rows.length === 0 ? [] : [rows.join("\n")]),
    `${letter.action.label}: ${letter.action.url}`,
  ].join("\n\n");
}

export function htmlOf(letter: Letter): string {
  const rows = letter.rows.map(
    ([name, value]) => `<tr><th align="left">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  const table = rows.length === 0 ? "" : `<table cellpadding="4">${rows.join("")}</table>`;
  return [
    '<!doctype html><html lang="en"><body>',
    `<p>${escaped(letter.greeting)}</p>`,
    `<p>${escaped(letter.opening)}</p>`,
    table,
    `<p><a href="${escaped(letter.action.url)}">${escaped(letter.action.label)}</a></p>`,
    "</body></html>",
  ].join("");
}

/** Names and justifications are other people's words: nothing in them may become markup. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
