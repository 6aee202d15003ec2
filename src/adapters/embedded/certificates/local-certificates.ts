/**
 * The certificates of a data folder: an own authority (`ca.pem`, to be trusted by clients on this machine) and a server certificate for
 * localhost. They are judged by real time, also under a simulated clock: TLS clients look at the clock on the wall.
 */
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "../../../application/ports/clock.js";
import { msOf } from "../../../domain/time/instant.js";
import { readPrivateFile, writePrivateFile } from "../sign-in/private-file.js";
import type { KeyAndCertificate } from "./issue-certificate.js";

export type LocalCertificates = {
  /** Path of the authority's certificate: for NODE_EXTRA_CA_CERTS. */
  readonly caPath: string;
  readonly server: KeyAndCertificate;
};

const DNS_NAMES = ["localhost"];
const ADDRESSES = ["127.0.0.1", "::1"];
/** A certificate that ends sooner than this is replaced. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

/** Reads the folder's certificates, and makes what is missing, damaged or about to end. `wallClock` is real time. */
export async function openLocalCertificates(folder: string, wallClock: Clock): Promise<LocalCertificates> {
  const nowMs = msOf(wallClock.now());
  const caPath = join(folder, "ca.pem");
  let authority = readPair(folder, "ca", nowMs);
  let server = authority === undefined ? undefined : readPair(folder, "localhost", nowMs);
  if (authority === undefined || server === undefined || !isIssuedBy(server, authority)) {
    // Loaded only when something is to be made: reading its library costs more than the rest of a start's TLS together.
    const { issueAuthority, issueServerCertificate } = await import("./issue-certificate.js");
    authority ??= writePair(
      folder,
      "ca",
      await issueAuthority(`Gatehouse local CA ${new Date(nowMs).toISOString().slice(0, 10)}`, nowMs),
    );
    server = writePair(
      folder,
      "localhost",
      await issueServerCertificate(authority, DNS_NAMES, ADDRESSES, nowMs),
    );
  }
  return { caPath, server };
}

function readPair(folder: string, name: string, nowMs: number): KeyAndCertificate | undefined {
  const certificate = readPrivateFile(join(folder, `${name}.pem`));
  const key = readPrivateFile(join(folder, `${name}-key.pem`));
  if (certificate === undefined || key === undefined) return undefined;
  try {
    const { validTo, validFrom } = new X509Certificate(certificate);
    const lasts = Date.parse(validTo) - nowMs > RENEW_BEFORE_MS && Date.parse(validFrom) <= nowMs;
    return lasts ? { key, certificate } : undefined;
  } catch {
    return undefined; // not a certificate: replaced like one that has ended
  }
}

function isIssuedBy(server: KeyAndCertificate, authority: KeyAndCertificate): boolean {
  const ca = new X509Certificate(authority.certificate);
  return new X509Certificate(server.certificate).verify(ca.publicKey);
}

/** The key first: a certificate on disk always has its key. */
function writePair(folder: string, name: string, pair: KeyAndCertificate): KeyAndCertificate {
  writePrivateFile(join(folder, `${name}-key.pem`), pair.key);
  writePrivateFile(join(folder, `${name}.pem`), pair.certificate);
  return pair;
}
