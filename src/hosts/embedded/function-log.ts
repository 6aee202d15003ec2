/** Log lines of the app on their way to the host's log: which are wanted is said by `logging.logLevel` in host.json. */
import type { LogEntry } from "./app-registration.js";
import type { Logger } from "./binding-service.js";
import type { LogLevelName } from "./host-json.js";

export type FunctionLog = (entry: LogEntry) => void;

const RANK: Readonly<Record<LogLevelName, number>> = {
  trace: 0,
  debug: 1,
  information: 2,
  warning: 3,
  error: 4,
  critical: 5,
  none: 6,
};

/** Categories are Azure's: `Function.NAME.User` for the app, `Function.NAME` for what the library says of it, `Worker` for the rest. */
export function functionLog(logger: Logger, levels: ReadonlyMap<string, LogLevelName>): FunctionLog {
  const thresholds = new Map<string, number>();
  const thresholdOf = (category: string): number => {
    let threshold = thresholds.get(category);
    if (threshold === undefined) {
      threshold = RANK[levelFor(category, levels)];
      thresholds.set(category, threshold);
    }
    return threshold;
  };
  return ({ level, category, message, functionName, invocationId }) => {
    const name = functionName === undefined ? "Worker" : `Function.${functionName}`;
    const rank = RANK[level];
    if (rank === RANK.none || rank < thresholdOf(category === "user" ? `${name}.User` : name)) return;
    const facts = { ...(functionName && { function: functionName }), ...(invocationId && { invocationId }) };
    if (rank >= RANK.error) logger.error(message, facts);
    else if (rank === RANK.warning) logger.warn(message, facts);
    else if (rank === RANK.information) logger.info(message, facts);
    else logger.debug(message, facts);
  };
}

/** The setting of the longest category that begins this one, as in .NET; Azure's own default is Information. */
function levelFor(category: string, levels: ReadonlyMap<string, LogLevelName>): LogLevelName {
  let found: LogLevelName = "information";
  let length = -1;
  for (const [prefix, level] of levels) {
    const fits = prefix.toLowerCase() === "default" ? 0 : isBeginning(prefix, category) ? prefix.length : -1;
    if (fits > length || (fits === 0 && length < 0)) {
      found = level;
      length = fits;
    }
  }
  return found;
}

function isBeginning(prefix: string, category: string): boolean {
  return category === prefix || category.startsWith(`${prefix}.`);
}
