/**
 * Proves who calls, from the Authorization header alone: headers that a proxy may set (`x-ms-client-principal`) are never looked at.
 * A token that was verified a moment ago costs one hash, not another signature check.
 */
import { hash } from "node:crypto";
import type { Clock } from "../../application/ports/clock.js";
import { msOf } from "../../domain/time/instant.js";
import type { CallerAnswer, CallerSource } from "./caller-source.js";
import type { TokenClaims } from "./token-claims.js";
import type { TrustedIssuer } from "./trusted-issuer.js";
import { validateToken } from "./validate-token.js";

export type Authenticator = (authorizationHeader: string | undefined) => Promise<CallerAnswer>;

/** Verified tokens remembered; the one that was verified first goes first. */
const REMEMBERED_MAX = 10_000;
/** How long a signature is believed without looking at the issuer's keys again. */
const REMEMBERED_MS = 5 * 60_000;

type Remembered = {
  readonly claims: TokenClaims;
  readonly untilMs: number;
  answer: CallerAnswer;
  /** Of the caller source when `answer` was looked up. */
  generation: number;
};

const MISSING: CallerAnswer = {
  kind: "unauthenticated",
  message: "An access token is needed: send it as Authorization: Bearer {token}.",
};

export function openAuthenticator(options: {
  readonly trusted: readonly TrustedIssuer[];
  readonly callers: CallerSource;
  readonly clock: Clock;
}): Authenticator {
  const { trusted, callers, clock } = options;
  const remembered = new Map<string, Remembered>();

  async function answerNow(claims: TokenClaims): Promise<Pick<Remembered, "answer" | "generation">> {
    // Taken before the look-up: a change during it makes the answer stale at once, never too fresh.
    const generation = callers.generation();
    return { generation, answer: await callers.caller(claims) };
  }

  return async (header) => {
    const token = bearerToken(header);
    if (token === undefined) return MISSING;
    const nowMs = msOf(clock.now());
    const key = hash("sha256", token, "base64");
    const known = remembered.get(key);
    if (known !== undefined && nowMs < known.untilMs) {
      if (known.generation !== callers.generation()) Object.assign(known, await answerNow(known.claims));
      return known.answer;
    }
    const validated = await validateToken(token, trusted, nowMs);
    remembered.delete(key);
    if (validated.kind === "invalid") return { kind: "unauthenticated", message: validated.message };
    const { claims, endsMs } = validated;
    const looked = await answerNow(claims);
    if (remembered.size >= REMEMBERED_MAX) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    }
    remembered.set(key, { claims, untilMs: Math.min(endsMs, nowMs + REMEMBERED_MS), ...looked });
    return looked.answer;
  };
}

function bearerToken(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^bearer +([\w~+/.=-]+) *$/i.exec(header);
  return match?.[1];
}
