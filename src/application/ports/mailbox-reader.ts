/** Reads the mail that is kept where no mail server is configured. */
import type { Instant } from "../../domain/time/instant.js";

export type KeptMail = {
  readonly id: string;
  readonly recipient: { readonly address: string; readonly displayName: string | null };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentDateTime: Instant;
};

export type MailboxReader = {
  /** Newest first. Without an address: everybody's mail. `top` 1 to 1000. Throws InvalidContinuationError on a token of another list. */
  list(options: {
    readonly to?: string;
    readonly top: number;
    readonly continuation?: string;
  }): Promise<{ readonly mails: readonly KeptMail[]; readonly continuation?: string }>;
};
