/** The certificates with which a data folder serves https on this machine. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type LocalCertificates,
  openLocalCertificates,
} from "../../src/adapters/embedded/certificates/local-certificates.js";
import type { Clock } from "../../src/application/ports/clock.js";
import { instantOf } from "../../src/domain/time/instant.js";

const DAY_MS = 86_400_000;
const at = (ms: number): Clock => ({ now: () => instantOf(ms) });
const folder = () => mkdtempSync(join(tmpdir(), "gatehouse-certificates-"));

/** What a client that trusts only the folder's authority is told when it calls the host name. */
async function call({ caPath, server }: LocalCertificates, host: string): Promise<string> {
  const listening = createServer({ key: server.key, cert: server.certificate }, (_, response) => {
    response.end("hello");
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  try {
    return await new Promise<string>((resolve, reject) => {
      const options = { port, host: "127.0.0.1", servername: host, ca: readFileSync(caPath), agent: false };
      get({ ...options, headers: { host } }, (response) => {
        response.setEncoding("utf8").once("data", resolve);
      }).once("error", reject);
    });
  } finally {
    await new Promise((resolve) => listening.close(resolve));
  }
}

describe("the certificates of a data folder", () => {
  it("let a client that trusts the folder's authority call localhost, and no other name", async () => {
    const certificates = await openLocalCertificates(folder(), at(Date.now()));
    expect(await call(certificates, "localhost")).toBe("hello");
    await expect(call(certificates, "example.org")).rejects.toThrow(/altnames/);
    const { subjectAltName } = new X509Certificate(certificates.server.certificate);
    expect(subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  });

  it("keep their keys to the owner of the folder", async () => {
    const place = folder();
    await openLocalCertificates(place, at(Date.now()));
    for (const file of ["ca-key.pem", "localhost-key.pem"]) {
      expect(statSync(join(place, file)).mode & 0o777).toBe(0o600);
    }
  });

  it("stay the same at the next start, and the server's is renewed in its last month under the same authority", async () => {
    const place = folder();
    const now = Date.now();
    const first = await openLocalCertificates(place, at(now));
    expect(await openLocalCertificates(place, at(now + DAY_MS))).toEqual(first);
    const later = await openLocalCertificates(place, at(now + 370 * DAY_MS));
    expect(later.server).not.toEqual(first.server);
    const ca = new X509Certificate(readFileSync(later.caPath));
    expect(new X509Certificate(later.server.certificate).verify(ca.publicKey)).toBe(true);
    expect(new X509Certificate(first.server.certificate).verify(ca.publicKey)).toBe(true);
  });

  it("are made anew when a file is damaged", async () => {
    const place = folder();
    await openLocalCertificates(place, at(Date.now()));
    writeFileSync(join(place, "ca.pem"), "damaged");
    expect(await call(await openLocalCertificates(place, at(Date.now())), "localhost")).toBe("hello");
  });
});
