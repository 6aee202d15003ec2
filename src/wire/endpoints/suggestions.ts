/** What the caller may want to ask for: suggestions and available packages. */
import {
  listAccessPackageSuggestions,
  type SuggestionSource,
} from "../../application/queries/list-access-package-suggestions.js";
import { listAvailableAccessPackages } from "../../application/queries/list-available-access-packages.js";
import { done, type Outcome, refused } from "../../domain/errors.js";
import type { Endpoint } from "../endpoint.js";
import { availableAccessPackageType, suggestionType } from "../graph-types.js";
import { smallList } from "../rows.js";
import { EM, SELF } from "./base.js";

const SOURCES: readonly SuggestionSource[] = ["relatedPeopleAssignments", "assignmentHistory"];

export const SUGGESTION_ENDPOINTS: readonly Endpoint[] = [
  smallList({
    path: `${EM}/availableAccessPackages`,
    permission: SELF,
    action: "self",
    type: availableAccessPackageType,
    all: async ({ ports, call }) => {
      const packages = await listAvailableAccessPackages(ports, call);
      // Without versions: Graph's type is a view, which nobody changes.
      return packages.kind === "refused"
        ? packages
        : done(packages.value.map(({ document }) => ({ model: document })));
    },
  }),
  smallList({
    path: `${EM}/accessPackageSuggestions/filterByCurrentUser(on={on})`,
    permission: SELF,
    action: "self",
    type: suggestionType,
    context: "Collection(accessPackageSuggestion)",
    all: async ({ ports, call, params }) => {
      const sources = readSources(params["on"] ?? "");
      if (sources.kind === "refused") return sources;
      const suggested = await listAccessPackageSuggestions(ports, call, sources.value);
      return suggested.kind === "refused" ? suggested : done(suggested.value.map((model) => ({ model })));
    },
  }),
];

/** Flags: one or both, separated by commas. */
function readSources(written: string): Outcome<ReadonlySet<SuggestionSource>> {
  const sources = new Set<SuggestionSource>();
  for (const flag of written.split(",")) {
    const folded = flag.trim().toLowerCase();
    const source = SOURCES.find((one) => one.toLowerCase() === folded);
    if (source === undefined)
      return refused(
        "BadRequest",
        `filterByCurrentUser takes on='…' with ${SOURCES.join(" or ")}, or both separated by a comma; got "${written.slice(0, 80)}".`,
        "on",
      );
    sources.add(source);
  }
  return done(sources);
}
