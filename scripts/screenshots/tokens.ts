import { createHash, randomUUID } from 'node:crypto';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';

/** What a program has of its key; answers the id of the first token. */
export async function seedTokens(db: Knex, { keyId, now }: { keyId: string; now: number }): Promise<string> {
  const family = randomUUID();
  const token = (ago: number, used: boolean) => ({
    key_id: keyId,
    family,
    hash: createHash('sha256').update(`no token has this hash: ${ago}`).digest('hex'),
    created_at: new Date(now - ago),
    expires_at: new Date(now - ago + 30 * DAY),
    used_at: used ? new Date(now - ago + HOUR) : null,
  });
  const [first]: { id: string }[] = await db('refresh_tokens').insert(
    [token(2 * HOUR, true), token(HOUR, false)],
    ['id'],
  );
  return first?.id ?? '';
}

/** An operation of a guild, as a request leaves one. */
export async function seedOperation(
  db: Knex,
  { guild, text }: { guild: Snowflake; text: (plain: string) => string },
): Promise<void> {
  const outcome = JSON.stringify({ is: 'sent', note: text('a transfer') });
  await db('operations').insert({ id: `demo:${guild}`, guild_id: guild, kind: 'transfer', outcome });
}
