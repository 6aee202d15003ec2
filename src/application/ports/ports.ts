/** Everything a command or query may use of the outside world. Each has one adapter for Azure and one embedded. */
import type { Clock } from "./clock.js";
import type { Connector } from "./connector.js";
import type { Directory } from "./directory.js";
import type { DirectoryAdministration } from "./directory-administration.js";
import type { Documents } from "./documents.js";
import type { EventBus } from "./event-bus.js";
import type { Ids } from "./ids.js";
import type { MailboxReader } from "./mailbox-reader.js";
import type { Mailer } from "./mailer.js";
import type { Orchestrator } from "./orchestrator.js";

export type Ports = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly documents: Documents;
  /** Documents as they are now, where `documents` shows a past instant (`asOf`). */
  readonly present?: Documents;
  readonly directory: Directory;
  /** Present where the product keeps the directory itself. */
  readonly directoryAdministration?: DirectoryAdministration;
  readonly connector: Connector;
  readonly orchestrator: Orchestrator;
  readonly eventBus: EventBus;
  readonly mailer: Mailer;
  /** Present where mail is kept instead of sent. */
  readonly mailbox?: MailboxReader;
  /** Where people reach the portal and clients the API: for links in mails and @odata.context. */
  readonly portalUrl: string;
};
