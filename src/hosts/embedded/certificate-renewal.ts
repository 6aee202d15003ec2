/** Keeps the https certificate of a server that runs for months: it is looked at once a day, and replaced in its last month. */
import type { KeyAndCertificate } from "../../adapters/embedded/certificates/issue-certificate.js";
import { openLocalCertificates } from "../../adapters/embedded/certificates/local-certificates.js";
import type { HostClock, WorkTracker } from "../../adapters/embedded/time/host-clock.js";
import { asError } from "./as-error.js";
import type { Logger } from "./binding-service.js";
import type { ServerCertificate } from "./http/http-server.js";

const DAY_MS = 86_400_000;

/** Gives the function that ends it. `wallClock` is real time: TLS clients know no other. */
export function renewCertificates(options: {
  readonly folder: string;
  readonly wallClock: HostClock;
  readonly work: WorkTracker;
  readonly logger: Logger;
  readonly current: KeyAndCertificate;
  readonly replace: (certificate: ServerCertificate) => void;
}): () => void {
  const { folder, wallClock, work, logger, replace } = options;
  let inUse = options.current.certificate;
  let cancel = (): void => {};
  let stopped = false;

  const look = async (): Promise<void> => {
    try {
      const { server } = await openLocalCertificates(folder, wallClock);
      if (server.certificate === inUse) return;
      replace({ key: server.key, cert: server.certificate });
      inUse = server.certificate;
      logger.info("The https certificate was renewed.");
    } catch (error) {
      // The old one is still good for weeks, and tomorrow is another day.
      logger.error(`The https certificate could not be renewed: ${asError(error).message}`, {
        error: asError(error),
      });
    }
  };

  const again = (): void => {
    if (stopped) return;
    cancel = wallClock.schedule(wallClock.nowMs() + DAY_MS, () => void work.track(look().then(again)));
  };
  again();
  return () => {
    stopped = true;
    cancel();
  };
}
