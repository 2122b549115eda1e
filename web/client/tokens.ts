import { ApiProblem } from './problem.ts';

/** What `POST /auth/token` answers, as far as it is used. */
export interface Issued {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}
export type Grant =
  | { grantType: 'api_key'; key: string }
  | { grantType: 'refresh_token'; refreshToken: string };

export interface Tokens {
  /** A token that is good for a while yet. */
  current(): Promise<string>;
  /** Another than that one, which was refused. */
  insteadOf(refused: string): Promise<string>;
}

/** Asked for so long before a token expires: requests take their time, and clocks differ in speed. */
const early = 30_000; // ms

/**
 * Keeps one token, for however many ask. `issue` asks for one, once. A refresh token is used once only, whatever comes of it:
 * used twice it would end all that came of it; what is left then is the key.
 */
export function openTokens(
  key: string,
  issue: (grant: Grant) => Promise<Issued>,
  now: () => number = () => performance.now(),
): Tokens {
  let held: { token: string; until: number } | undefined;
  let refreshToken: string | undefined;
  let renewing: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const asked = now();
    const { accessToken, expiresIn, refreshToken: next } = await exchange();
    const life = expiresIn * 1_000;
    held = { token: accessToken, until: asked + life - Math.min(early, life / 2) };
    refreshToken = next;
    return accessToken;
  }

  async function exchange(): Promise<Issued> {
    const once = refreshToken;
    refreshToken = undefined;
    if (once === undefined) return issue({ grantType: 'api_key', key });
    try {
      return await issue({ grantType: 'refresh_token', refreshToken: once });
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.status === 429) {
        refreshToken = once; // counted before anything was done
        throw failure;
      }
      return issue({ grantType: 'api_key', key });
    }
  }

  function renewOnce(): Promise<string> {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    current: async () => (held && now() < held.until ? held.token : renewOnce()),
    insteadOf: async (refused) => (held && held.token !== refused ? held.token : renewOnce()),
  };
}
