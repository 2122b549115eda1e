import { randomBytes } from 'node:crypto';
import type { Scope } from './scopes.ts';

/** Seconds a token lives (Discord's documentation, "Access Token Response"). */
export const tokenLife = 604_800;
const codeLife = 100_000; // milliseconds, as Discord's staff say in discord-api-docs #2526
const kept = 10_000; // codes and tokens; the oldest are forgotten first

/** What a user allowed the application. */
export interface Consent {
  userId: string;
  scopes: Scope[];
  /** The guild that the bot was added to at the same time. */
  guildId: string | null;
}

export interface Code extends Consent {
  redirectUri: string;
  /** The authorization named it, so the exchange must too. */
  isNamed: boolean;
  /** PKCE's, for S256. */
  challenge: string | null;
}

export interface Token extends Consent {
  access: string;
  /** Null: of client credentials. */
  refresh: string | null;
  /** Milliseconds. */
  endsAt: number;
}

export interface Grants {
  /** Whoever consented last: the one who is logged in, so to say. */
  lastUser: string | null;
  createCode(code: Code): string;
  /** Null: never given, used, or too old. */
  code(text: string): Code | null;
  useCode(text: string): void;
  createToken(consent: Consent, isRenewable: boolean): Token;
  tokenOf(access: string): Token | null;
  /** A new pair of tokens for the refresh token; the old pair is void. */
  renew(refresh: string): Token | null;
  /** Ends everything the token's user allowed. */
  revoke(token: string): void;
  /** Whether the user has allowed all of it before. */
  isAllowed(userId: string, scopes: Scope[]): boolean;
}

export function createGrants(now: () => number): Grants {
  const codes = new Map<string, Code & { endsAt: number }>();
  const tokens = new Map<string, Token>();
  const allowed = new Map<string, Set<Scope>>();
  const byRefresh = (refresh: string) => [...tokens.values()].find((token) => token.refresh === refresh);

  return {
    lastUser: null,
    createCode(code) {
      this.lastUser = code.userId;
      allowed.set(code.userId, new Set([...(allowed.get(code.userId) ?? []), ...code.scopes]));
      const text = secret(15);
      put(codes, text, { ...code, endsAt: now() + codeLife });
      return text;
    },
    code: (text) => alive(codes.get(text), now()),
    useCode: (text) => void codes.delete(text),
    createToken({ userId, scopes, guildId }, isRenewable) {
      const refresh = isRenewable ? secret(22) : null;
      const endsAt = now() + tokenLife * 1000;
      const token = { userId, scopes, guildId, access: secret(22), refresh, endsAt };
      put(tokens, token.access, token);
      return token;
    },
    tokenOf: (access) => alive(tokens.get(access), now()),
    renew(refresh) {
      const before = byRefresh(refresh);
      if (!before) return null;
      tokens.delete(before.access);
      return this.createToken(before, true);
    },
    revoke(text) {
      const token = tokens.get(text) ?? byRefresh(text);
      if (!token) return;
      allowed.delete(token.userId);
      for (const other of tokens.values()) if (other.userId === token.userId) tokens.delete(other.access);
    },
    isAllowed: (userId, scopes) => scopes.every((scope) => allowed.get(userId)?.has(scope)),
  };
}

function alive<T extends { endsAt: number }>(found: T | undefined, now: number): T | null {
  return found && now < found.endsAt ? found : null;
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= kept) return;
    map.delete(oldest);
  }
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
