/** Every example, one file a group of endpoints. */
import { type Example, type Examples, listOfExamples } from "./example.js";
import { ACCESS } from "./examples/access.js";
import { DIRECTORY } from "./examples/directory.js";
import { EXTENSION_EXAMPLES } from "./examples/extensions.js";
import { GOVERNANCE } from "./examples/governance.js";
import type { Ids } from "./seeded-world.js";

const GROUPS: readonly Examples[] = [GOVERNANCE, ACCESS, EXTENSION_EXAMPLES, DIRECTORY];

export function allExamples(ids: Ids): ReadonlyMap<string, readonly Example[]> {
  return new Map(
    GROUPS.flatMap((group) =>
      Object.entries(group(ids)).map(([name, examples]) => [name, listOfExamples(examples)] as const),
    ),
  );
}
