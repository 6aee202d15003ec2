/** The two sources of identifiers on one machine: random for real use, seeded for simulations that must replay exactly. */
import { hash, randomUUID } from "node:crypto";
import type { Ids } from "../../../application/ports/ids.js";

export function randomIds(): Ids {
  return { next: () => randomUUID(), derive };
}

/** The same seed gives the same GUIDs in the same order. The seed is any number; GUIDs look like random ones (version 4). */
export function seededIds(seed: number): Ids {
  let count = 0;
  return {
    next() {
      count += 1;
      return guid(digestOf(["seeded", String(seed), String(count)]), 4);
    },
    derive,
  };
}

function derive(...parts: readonly string[]): string {
  return guid(digestOf(parts), 8);
}

/** Each part is preceded by its length in bytes (8, big-endian), so that ("ab", "c") and ("a", "bc") differ. */
function digestOf(parts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(parts.reduce((total, part) => total + 8 + Buffer.byteLength(part), 0));
  let end = 0;
  for (const part of parts) {
    const length = bytes.write(part, end + 8);
    bytes.writeBigUInt64BE(BigInt(length), end);
    end += 8 + length;
  }
  return hash("sha256", bytes, "buffer");
}

/** The first 16 bytes as a GUID with its version and variant bits set (RFC 9562, section 4). */
function guid(digest: Buffer, version: 4 | 8): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
