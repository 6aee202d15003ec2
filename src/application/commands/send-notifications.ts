/** Sends the mails that an event calls for. The mailer ignores a key it has seen, so an event that comes twice mails once. */
import type { EntitlementEvent } from "../../domain/events.js";
import { loadNotice } from "../notifications/load-notice.js";
import { mailsFor } from "../notifications/mails.js";
import type { Ports } from "../ports/ports.js";

export async function sendNotifications(ports: Ports, event: EntitlementEvent): Promise<void> {
  const notice = await loadNotice(ports, event);
  if (notice === undefined) return;
  for (const mail of mailsFor(notice)) await ports.mailer.send(mail);
}
