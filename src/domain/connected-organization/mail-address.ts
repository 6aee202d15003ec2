/** Mail addresses as identities: compared in lower case, and belonging to whoever has the domain. */
import { DOMAIN_NAME_LENGTH_MAX, MAIL_ADDRESS_LENGTH_MAX } from "./limits.js";

const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Letters other than those of ASCII that become letters of ASCII in lower case (the Kelvin sign becomes k): with them two addresses would be one. */
const LOOKS_LIKE_ASCII = /\u212a/;

/** The domain in lower case, or undefined when it is none: two labels or more, without a mail address's part before the @. */
export function readDomain(written: string): string | undefined {
  const domain = written.trim().toLowerCase();
  if (domain.length > DOMAIN_NAME_LENGTH_MAX || LOOKS_LIKE_ASCII.test(written)) return undefined;
  const labels = domain.split(".");
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) ? domain : undefined;
}

/** The address in lower case, or undefined when it is none. */
export function readMailAddress(written: string): string | undefined {
  const address = written.trim().toLowerCase();
  if (address.length > MAIL_ADDRESS_LENGTH_MAX || /\s/.test(address)) return undefined;
  if (LOOKS_LIKE_ASCII.test(written)) return undefined;
  const at = address.lastIndexOf("@");
  return at > 0 && readDomain(address.slice(at + 1)) !== undefined ? address : undefined;
}

/** The domain of an address that readMailAddress gave. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
