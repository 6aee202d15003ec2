/**
 * `$skiptoken`: where the next page begins, bound to the filter and order of the list it was made for. Opaque to clients; a token
 * that was cut, edited or taken to another list is refused rather than read as something else.
 */
import type { Expression } from "./expression.js";
import { ODataError } from "./odata-error.js";
import { printFilter } from "./print-filter.js";
import type { QueryOptions } from "./query-options.js";

export function writeSkipToken(continuation: string, options: QueryOptions): string {
  return Buffer.from(`${fingerprint(options)}.${continuation}`, "utf8").toString("base64url");
}

/** What the store, or the list in memory, wrote; `form` says how that looks. */
export function readSkipToken(options: QueryOptions, form: RegExp): string {
  const text = Buffer.from(options.skipToken ?? "", "base64url").toString("utf8");
  const dot = text.indexOf(".");
  const found =
    dot > 0 && text.slice(0, dot) === fingerprint(options) ? form.exec(text.slice(dot + 1)) : null;
  if (found === null)
    throw new ODataError(
      "BadRequest",
      "$skiptoken does not belong to this list: use the @odata.nextLink of the page before as it is.",
      "$skiptoken",
    );
  return found[1] ?? found[0];
}

/** FNV-1a over what decides which objects come in which order. Not a secret: it finds mistakes, and the store guards its own tokens. */
function fingerprint({ filter, orderBy, search }: QueryOptions): string {
  const order = orderBy.map(({ path, direction }) => `${path.join("/")} ${direction}`).join(",");
  const text = `${print(filter)}|${order}|${search ?? ""}`;
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

function print(filter: Expression | undefined): string {
  return filter === undefined ? "" : printFilter(filter);
}
