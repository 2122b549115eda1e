import { z } from 'zod';
import type { KeyView } from '../../shared/accounts/api-keys.ts';
import { keyStamp } from '../../shared/accounts/change-key.ts';
import type { NotHandedOn } from '../../shared/accounts/hand-on.ts';
import { oneLine } from '../../shared/core/plain-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Caller } from '../http/caller.ts';
import { versionOf } from '../http/etag.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type Reply, reply } from '../http/route.ts';
import { RowId, Time } from './shapes.ts';

const most = 500; // guilds or scopes of a key

export const Key = z
  .object({
    id: RowId,
    name: z.string(),
    prefix: z.string().describe('Of the secret, after `sd_`: what a key is recognised by'),
    scopes: z.array(z.string()),
    guilds: z.array(Snowflake).nullable().describe('Null: every guild'),
    createdBy: RowId.nullable().describe('The account that made it, or whose key did'),
    madeBy: RowId.nullable().describe('The key that made it, where one did: it ends with that'),
    createdAt: Time,
    expiresAt: Time.nullable(),
    lastUsedAt: Time.nullable().describe('To the minute'),
    revokedAt: Time.nullable(),
  })
  .meta({ id: 'ApiKey', description: 'A key for programs' });

/** What a key can be given; `known`: all scopes that there are. */
export const shapeOf = (known: () => readonly string[]) => ({
  name: z.string().overwrite(oneLine).min(1).max(64),
  scopes: z
    .array(z.string().refine((scope) => known().includes(scope), 'There is no such scope'))
    .min(1)
    .max(most)
    .describe('No more than the key that asks holds itself'),
  guilds: z.array(Snowflake).min(1).max(most).nullable(),
  expiresAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable()
    .describe('Null: it lasts, where the key that asks does'),
});

/** The key itself, as whoever hands something on. */
export function programOf<B extends { ip: string; requestId: string }>(
  { ip, requestId }: B,
  { key }: Caller,
) {
  return { ip, requestId, actor: { kind: 'key' as const, ...key } };
}

export function answerKey(key: KeyView): Reply<z.input<typeof Key>> {
  return reply(key, { etag: tagOfKey(key) });
}

/** Its use changes what is told, and not what a change is based on. */
export function tagOfKey(key: KeyView): string {
  return `${keyStamp(key)}.${versionOf(JSON.stringify(key))}`;
}

export function refuseHandOn(refused: NotHandedOn): Refusal {
  if (refused.is === 'not-admin') return refuse('forbidden');
  if (refused.is === 'outlives')
    return refuseInput({ in: 'body', path: 'expiresAt', message: `Not after ${refused.end.toISOString()}` });
  const message = `Not for this key to hand on: ${refused.scopes.slice(0, 10).join(', ')}`;
  return refuseInput({ in: 'body', path: 'scopes', message });
}
