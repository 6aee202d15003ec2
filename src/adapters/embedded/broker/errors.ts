/** What the broker refuses, and how it says so. */

/** Each code with when it happens. */
export type BrokerErrorCode =
  /** Nothing of that name was declared, in the topology or by a binding of the app. */
  | "entityNotFound"
  /** The name is taken by another kind of entity, or the settings contradict what is stored or declared. */
  | "entityConflict"
  /** A declaration cannot be understood: a bad name, duration or number. */
  | "entityInvalid"
  /** The message is too large, or one of its properties is not what Service Bus allows. */
  | "messageInvalid"
  /** The lock has run out or the message was settled before. */
  | "lockLost";

/** A mistake of the caller; nothing was stored. Trouble with the file itself is a StoreFailedError of the store. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
  readonly code: BrokerErrorCode;
  constructor(code: BrokerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
