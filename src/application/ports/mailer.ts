/** Sends mail. The dedupe key makes sending twice the same as sending once. */
export type Mail = {
  /** One notice to one person has one key, for ever. */
  readonly key: string;
  readonly to: { readonly address: string; readonly displayName: string | null };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type Mailer = {
  /** Resolves when the mail is kept safely for delivery. A key that was sent before is ignored. */
  send(mail: Mail): Promise<void>;
};
