/** What a cosmosDBTrigger asks for: which container, from where on, and how much at a time. */
import { msOf, parseInstant } from "../../../domain/time/instant.js";
import { type Binding, HostError, type RegisteredFunction } from "../binding-service.js";
import { retryPolicy } from "../retry.js";
import type { ChangeSource } from "./change-source.js";

export type CosmosTrigger = {
  readonly fn: RegisteredFunction;
  readonly source: ChangeSource;
  /** `database/container` */
  readonly container: string;
  /** Documents in one invocation, at most. */
  readonly maxItems: number;
  /** Where to begin when the function has never read the container. */
  readonly firstCheckpoint: () => Promise<string | undefined>;
};

/** The change feed's own default. */
const MAX_ITEMS = 100;

/** The database and container that a trigger, input or output names; older apps say `collectionName`. Throws a HostError. */
export function containerOf(
  binding: Binding,
  functionName: string,
): { readonly database: string; readonly name: string } {
  const { databaseName: database, containerName, collectionName } = binding;
  const name = containerName ?? collectionName;
  if (typeof database !== "string" || database === "" || typeof name !== "string" || name === "")
    throw new HostError(
      `The Cosmos DB binding of "${functionName}" needs "databaseName" and "containerName".`,
    );
  return { database, name };
}

/**
 * Lease containers, polling and lease intervals and preferred regions are accepted and not needed: one process reads, and commits wake it.
 * Throws a HostError that names the function and the option.
 */
export function cosmosTrigger(
  fn: RegisteredFunction,
  sourceOf: (database: string, container: string) => ChangeSource,
): CosmosTrigger {
  const { database, name } = containerOf(fn.trigger, fn.name);
  const {
    startFromBeginning,
    startFromTime,
    changeFeedMode = "LatestVersion",
    maxItemsPerInvocation,
  } = fn.trigger;
  const refuse = (problem: string): never => {
    throw new HostError(`The Cosmos DB trigger of "${fn.name}" ${problem}`);
  };
  if (changeFeedMode !== "LatestVersion")
    refuse(
      `asks for "changeFeedMode": ${JSON.stringify(changeFeedMode)}; this host keeps the latest version of a document only.`,
    );
  if (maxItemsPerInvocation !== undefined && !isPositiveInteger(maxItemsPerInvocation))
    refuse('needs a "maxItemsPerInvocation" that is a whole number above 0.');
  retryPolicy(fn);
  const source = sourceOf(database, name);
  const fromBeginning = startFromBeginning === true;
  const fromTime = startFromTime !== undefined && startFromTime !== "";
  if (fromBeginning && fromTime) refuse('can have only one of "startFromBeginning" and "startFromTime".');
  const startMs = fromTime ? instantMs(startFromTime) : undefined;
  if (fromTime && startMs === undefined)
    refuse('needs a "startFromTime" in ISO 8601, such as "2026-02-16T14:19:29Z".');
  if (fromTime && source.before === undefined)
    refuse(`cannot use "startFromTime": the changes of "${database}/${name}" are not kept by time.`);
  return {
    fn,
    source,
    container: `${database}/${name}`,
    maxItems: isPositiveInteger(maxItemsPerInvocation) ? maxItemsPerInvocation : MAX_ITEMS,
    firstCheckpoint: async () => {
      if (fromBeginning) return undefined;
      return startMs === undefined ? source.latest() : source.before?.(startMs);
    },
  };
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

function instantMs(text: unknown): number | undefined {
  const instant = typeof text === "string" ? parseInstant(text) : undefined;
  return instant === undefined ? undefined : msOf(instant);
}
