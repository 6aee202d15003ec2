/** The mail that is kept instead of sent, for administrators. */
import { done, type Outcome, refused } from "../../domain/errors.js";
import { authorize } from "../authorize.js";
import type { Call } from "../call.js";
import type { KeptMail } from "../ports/mailbox-reader.js";
import type { Ports } from "../ports/ports.js";

export type KeptMailsQuery = {
  /** The recipient's address; undefined: everybody's. */
  readonly to: string | undefined;
  readonly top: number;
  readonly continuation: string | undefined;
};

export async function listKeptMails(
  ports: Ports,
  call: Call,
  { to, top, continuation }: KeptMailsQuery,
): Promise<Outcome<{ readonly mails: readonly KeptMail[]; readonly continuation?: string }>> {
  const denied = await authorize(ports, call.caller, "readMailbox", null);
  if (denied !== undefined) return denied;
  if (ports.mailbox === undefined)
    return refused("ResourceNotFound", "Mail is sent here, not kept: there is no mailbox to read.");
  return done(
    await ports.mailbox.list({
      top,
      ...(to === undefined ? {} : { to }),
      ...(continuation === undefined ? {} : { continuation }),
    }),
  );
}
