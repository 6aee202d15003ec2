/**
 * Mail when no mail server is configured: it is kept in the data folder, where administrators (and tests) can read it.
 * A mail's document id comes from its key, so sending it twice keeps one.
 */
import type { Mail, Mailer } from "../../../application/ports/mailer.js";
import type { Ports } from "../../../application/ports/ports.js";
import type { Instant } from "../../../domain/time/instant.js";

/** In container `work`, in the partition of the recipient's address in lower case. */
type SentMail = {
  readonly kind: "sentMail";
  readonly id: string;
  /** The recipient's address in lower case. */
  readonly to: string;
  readonly recipient: Mail["to"];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentDateTime: Instant;
};

type MailPage = { readonly mails: readonly SentMail[]; readonly continuation?: string };

export type Mailbox = Mailer & {
  /** Newest first. Without an address: everybody's mail. `top` 1 to 1000. */
  list(options: {
    readonly to?: string;
    readonly top: number;
    readonly continuation?: string;
  }): Promise<MailPage>;
};

export function openMailbox(ports: Pick<Ports, "documents" | "clock" | "ids">): Mailbox {
  return {
    async send(mail) {
      const to = mail.to.address.toLowerCase();
      const document: SentMail = {
        kind: "sentMail",
        id: ports.ids.derive("sentMail", mail.key),
        to,
        recipient: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        sentDateTime: ports.clock.now(),
      };
      // A conflict says that this mail was sent before, which is what the key promises.
      await ports.documents.batch("work", to, [{ op: "create", document }]);
    },
    async list({ to, top, continuation }) {
      const address = to?.toLowerCase();
      const page = await ports.documents.query<SentMail>({
        container: "work",
        kind: "sentMail",
        orderBy: [{ path: "sentDateTime", direction: "desc" }],
        top,
        ...(address === undefined ? {} : { partition: address }),
        ...(continuation === undefined ? {} : { continuation }),
      });
      const mails = page.items.map((item) => item.document);
      return page.continuation === undefined ? { mails } : { mails, continuation: page.continuation };
    },
  };
}
