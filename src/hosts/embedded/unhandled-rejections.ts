/** Promises of the app that fail with nobody listening: Node would end the process, and with it every other function. */
import { asError } from "./as-error.js";
import type { Logger } from "./binding-service.js";

/** Logs them from now on; the result stops that. */
export function logUnhandledRejections(logger: Logger): () => void {
  const onRejection = (reason: unknown): void => {
    const error = asError(reason);
    logger.error(`A promise failed and nothing waited for it (a missing await?): ${error.message}`, {
      error,
    });
  };
  process.on("unhandledRejection", onRejection);
  return () => {
    process.off("unhandledRejection", onRejection);
  };
}
