import { DefaultUserAgent } from '@discordjs/rest';
import { z } from 'zod';
import { SECOND } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { Snowflake } from '../core/snowflake.ts';

/** Where Discord sends back who signs in, below our origin: to be registered in the developer portal. */
export const discordReturn = '/admin/login/discord/return';

/** What stands for us before Discord. */
export interface DiscordApp {
  /** DISCORD_API. */
  api: string;
  id: Snowflake;
  secret: string;
}

/** What somebody came back with, and what they had been sent with. */
interface Proof {
  code: string;
  verifier: string;
  redirectUri: string;
}

export type Identified =
  | { is: 'known'; user: Snowflake; name: string }
  /** The code was used, has expired, or was given to another. */
  | { is: 'stale' }
  | { is: 'away'; cause: AppError }
  /** Us, not the person: our id, secret or address. */
  | { is: 'refused'; cause: AppError };

const patience = 8 * SECOND; // for both questions: a person waits
const patienceToForget = 2 * SECOND;
const Granted = z.object({ access_token: z.string() });
const Refused = z.object({ error: z.string() });
const Me = z.object({ id: Snowflake, username: z.string() });

/**
 * Exchanges a code for a token, asks with it who that is, and has the token revoked: nothing of it is kept (Discord's
 * documentation, "OAuth2", "Authorization Code Grant"). A code is good once.
 */
export async function identify(
  { log }: { log: Pick<Log, 'warn'> },
  app: DiscordApp,
  { code, verifier, redirectUri }: Proof,
): Promise<Identified> {
  const signal = AbortSignal.timeout(patience);
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
  try {
    const given = await ask(app, '/oauth2/token', { form, signal });
    if (given.status !== 200) return judge(given);
    const token = parse(Granted, given).access_token;
    try {
      const me = parse(Me, await ask(app, '/users/@me', { token, signal }));
      return { is: 'known', user: me.id, name: me.username };
    } finally {
      await forget({ log }, app, token);
    }
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'unavailable') return { is: 'away', cause };
    throw cause;
  }
}

function judge({ status, body }: Answer): Identified {
  const error = Refused.safeParse(body).data?.error ?? 'no reason';
  if (error === 'invalid_grant') return { is: 'stale' };
  const message = `Discord lets nobody sign in: ${status} ${error}. Check DISCORD_CLIENT_SECRET, WEB_ORIGIN and the redirects in the developer portal.`;
  return { is: 'refused', cause: new AppError('bad-config', { message }) };
}

/** A token that is left over is in nobody's hands, and ends in a week. */
async function forget({ log }: { log: Pick<Log, 'warn'> }, app: DiscordApp, token: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(patienceToForget);
    await ask(app, '/oauth2/token/revoke', { form: { token, token_type_hint: 'access_token' }, signal });
  } catch (error) {
    log.warn({ err: error }, 'Discord was not told that a token is needed no more');
  }
}

interface Answer {
  status: number;
  body: unknown;
}

type Question = { signal: AbortSignal } & ({ form: Record<string, string> } | { token: string });

/** With a person's token, or as ourselves where there is a form. Throws `unavailable` where Discord does not answer. */
async function ask(app: DiscordApp, path: string, question: Question): Promise<Answer> {
  const basic = Buffer.from(`${app.id}:${app.secret}`).toString('base64');
  const isOurs = 'form' in question;
  try {
    const reply = await fetch(`${app.api}/v10${path}`, {
      ...(isOurs ? { method: 'POST', body: new URLSearchParams(question.form) } : {}),
      headers: {
        authorization: isOurs ? `Basic ${basic}` : `Bearer ${question.token}`,
        'user-agent': DefaultUserAgent,
      },
      redirect: 'error',
      signal: question.signal,
    });
    if (reply.status === 429 || reply.status >= 500) throw new Error(`it answered ${reply.status}`);
    return { status: reply.status, body: await reply.json() };
  } catch (cause) {
    throw new AppError('unavailable', { message: `Discord did not answer ${path}`, cause });
  }
}

function parse<T>(shape: z.ZodType<T>, { status, body }: Answer): T {
  const { data, error } = shape.safeParse(body);
  if (data !== undefined) return data;
  throw new AppError('unavailable', { message: `Discord answered strangely (${status})`, cause: error });
}
