/**
 * Part of the hourly repair: asks anew about a part of all open stages, so that a hint that was lost, or a directory that is changed
 * elsewhere, costs time only. Each hour another part; up to 32,000 open requests all have their turn within 16 hours.
 */
import type { AssignmentRequest } from "../../domain/assignment-request/assignment-request.js";
import { msOf } from "../../domain/time/instant.js";
import { effectiveDelegations } from "../access/delegations.js";
import { rememberingDirectory } from "../access/remembering-directory.js";
import type { SameForAll } from "../access/resolve-approvers.js";
import type { Call } from "../call.js";
import { pause } from "../pause.js";
import type { Filter } from "../ports/documents.js";
import type { Ports } from "../ports/ports.js";
import { askAnewAbout } from "./ask-anew-about.js";

/** More than this in one hour, and each part becomes a sixteenth of what it was. */
const PART_MAX = 2_000;

const PAGE = 200;
const REQUESTS_AT_A_TIME = 20;
const HOUR_MS = 3_600_000;
const OPEN: Filter = { op: "eq", path: "state", value: "pendingApproval" };

/** Gives how many stages came to other people. */
export async function revisitSomeApprovals(ports: Ports, call: Call): Promise<number> {
  const open = await ports.documents.count({ container: "access", kind: "assignmentRequest", filter: OPEN });
  if (open === 0) return 0;
  const part: Filter = {
    op: "startsWith",
    path: "target/id",
    value: partOfHour(Math.floor(msOf(ports.clock.now()) / HOUR_MS), open),
    ignoreCase: false,
  };
  // One look at each manager and group does for the whole run.
  const remembering: Ports = { ...ports, directory: rememberingDirectory(ports.directory) };
  const delegations = await effectiveDelegations(ports);
  const sameForAll: SameForAll = new Map();
  let changed = 0;
  let continuation: string | undefined;
  do {
    const page = await ports.documents.query<AssignmentRequest>({
      container: "access",
      kind: "assignmentRequest",
      filter: { op: "and", filters: [OPEN, part] },
      top: PAGE,
      ...(continuation === undefined ? {} : { continuation }),
    });
    for (const [looked, stored] of page.items.entries()) {
      // Most of it is known already: without a pause nobody else would be answered meanwhile.
      if (looked % REQUESTS_AT_A_TIME === 0) await pause();
      if (await askAnewAbout(remembering, call, stored, delegations, sameForAll)) changed += 1;
    }
    continuation = page.continuation;
  } while (continuation !== undefined);
  return changed;
}

/** Subject ids are made from a hash, so their first digits are spread evenly: `c`, or `c3` where there are very many. */
function partOfHour(hour: number, open: number): string {
  const digits = Math.max(1, Math.ceil(Math.log2(open / PART_MAX) / 4));
  return (hour % 16 ** digits).toString(16).padStart(digits, "0");
}
