import { z } from 'zod';
import { MINUTE, SECOND } from '../core/clock.ts';
import type { Effect } from '../core/queues.ts';
import type { Knex } from '../db/knex.ts';
import type { Policies } from './logs/entry.ts';
import { textForMember } from './member-texts.ts';
import { caseKinds } from './model.ts';

/** A direct message, as the effect `tell-member` takes it. `nonce`: what it is about, so that it comes once. */
type Words = Omit<Extract<Effect, { kind: 'tell-member' }>, 'kind'>;

export const tellable: number = 3 * MINUTE; // nonces are only compared for "the past few minutes" (Discord documentation)

/**
 * What members are to be told of cases, by their ids, where guilds want that: of warnings, and of timeouts that Discord did
 * or is still to do. Before kicks and bans they are told with those. Repeated it is the same, and nothing once it could come
 * twice.
 */
export async function wordsOf(
  { db }: { db: Knex },
  policies: Policies,
  cases: readonly string[],
): Promise<Words[]> {
  if (cases.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(reading, [[...cases]]);
  return z
    .array(Row)
    .parse(rows)
    .flatMap(({ id, guild, name, user, kind, ...about }): Words[] => {
      if (!policies.get(guild)?.tellMember) return [];
      const content = textForMember({ kind, guild: name, ...about });
      return content ? [{ guild, user, content, nonce: `case-${id}-${kind}` }] : [];
    });
}

const Row = z.object({
  id: z.string(),
  guild: z.string(),
  name: z.string(),
  user: z.string(),
  kind: z.enum(caseKinds),
  number: z.number(),
  reason: z.string(),
  endsAt: z.date().nullable(),
});

const reading = `
  SELECT c.id::text, g.id::text AS guild, g.name, c.user_id::text AS "user", c.kind, c.number, c.reason, c.ends_at AS "endsAt"
  FROM moderation_cases c JOIN guilds g ON g.id = c.guild_id
  WHERE c.id = ANY(?::bigint[]) AND c.created_at > now() - interval '${tellable / SECOND} s' AND c.resolved_at IS NULL
    AND (c.kind = 'warn' OR c.kind = 'timeout' AND c.effect IN ('wanted', 'done'))
  ORDER BY c.id`;
