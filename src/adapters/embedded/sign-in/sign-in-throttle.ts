/** Slows down whoever guesses passwords: by account, so that one cannot be tried for ever, and by address, so that many cannot be tried. */
import type { Clock } from "../../../application/ports/clock.js";
import { msOf } from "../../../domain/time/instant.js";

export type SignInThrottle = {
  /** Milliseconds to wait before this account may be tried from this address again; 0: now. */
  waitMs(account: string, address: string): number;
  failed(account: string, address: string): void;
  succeeded(account: string): void;
};

/** Failures that are forgiven: people mistype. */
const FREE = { account: 5, address: 50 } as const;
/** The wait after the first failure beyond those; it doubles with each further one. */
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Failures are forgotten after so long without one. */
const FORGET_MS = 60 * 60_000;
/** Accounts and addresses remembered; the one that failed longest ago goes first. */
const REMEMBERED_MAX = 10_000;

type Failures = { readonly count: number; readonly lastMs: number };

/** Real time, also where the product's time is simulated: guessing takes place in the real one. Kept in memory: a restart forgives. */
export function openSignInThrottle(wallClock: Clock): SignInThrottle {
  const failures = new Map<string, Failures>();
  const nowMs = (): number => msOf(wallClock.now());

  const wait = (key: string, free: number): number => {
    const known = failures.get(key);
    if (known === undefined || known.count < free) return 0;
    const penalty = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(known.count - free, 20));
    return Math.max(0, known.lastMs + penalty - nowMs());
  };

  const add = (key: string): void => {
    const now = nowMs();
    const known = failures.get(key);
    const count = known === undefined || now - known.lastMs > FORGET_MS ? 1 : known.count + 1;
    failures.delete(key);
    failures.set(key, { count, lastMs: now });
    if (failures.size <= REMEMBERED_MAX) return;
    const [oldest] = failures.keys();
    if (oldest !== undefined) failures.delete(oldest);
  };

  const accountKey = (account: string): string => `account ${account.toLowerCase().slice(0, 256)}`;
  return {
    waitMs: (account, address) =>
      Math.max(wait(accountKey(account), FREE.account), wait(`address ${address}`, FREE.address)),
    failed(account, address) {
      add(accountKey(account));
      add(`address ${address}`);
    },
    succeeded(account) {
      failures.delete(accountKey(account));
    },
  };
}
