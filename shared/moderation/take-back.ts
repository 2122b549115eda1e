import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { liftCases } from './lifting.ts';
import { lockMembers } from './member-locks.ts';
import { withdrawWarnings } from './warnings.ts';

export interface Resolution {
  guild: Snowflake;
  /** Of the case. */
  number: number;
  by: Actor;
  /** Up to 4,000 characters; may be empty. */
  note: string;
  /** Also takes back what it did: lifts a timeout or ban, withdraws a warning with what the ladder made of it. */
  undo: boolean;
}

const Resolved = z.discriminatedUnion('is', [
  /** `lifted`: ids of cases whose `lift` is due; `withdrawn`: how many warnings. */
  z.object({
    is: z.literal('resolved'),
    case: z.string(),
    user: z.string(),
    lifted: z.array(z.string()),
    withdrawn: z.number(),
  }),
  z.object({ is: z.literal('unknown') }),
  z.object({ is: z.literal('already'), by: z.string(), at: z.coerce.date() }),
  /** A ban that ends by itself must stay open until then, unless it is undone. */
  z.object({ is: z.literal('under-way'), until: z.coerce.date() }),
]);
export type Resolved = z.infer<typeof Resolved>;

/** Resolves a case, once. The same operation again is answered the same; `decided`: when it was decided. */
export async function resolve(
  { db }: { db: Knex },
  { operation: id, ...resolution }: Resolution & { operation: string },
): Promise<Resolved & { decided: Date }> {
  const { guild, by } = resolution;
  const operation = { id, kind: 'case-resolve', guild, user: by.kind === 'member' ? by.id : null };
  const { outcome, at } = await once(db, operation, Resolved, (trx) => resolveWithin(trx, resolution));
  return { ...outcome, decided: at };
}

/** The same, as a part of something more, which sees to it that it is done once. */
export async function resolveWithin(
  trx: Knex.Transaction,
  { guild, number, by, note, undo }: Resolution,
): Promise<Resolved> {
  const member: { user: Snowflake } | undefined = await trx('moderation_cases')
    .where({ guild_id: guild, number })
    .first('user_id as user');
  if (!member) return { is: 'unknown' };
  await lockMembers(trx, [{ guild, user: member.user }]);
  const found = await lockCase(trx, guild, number);
  if (!found) return { is: 'unknown' };
  const { id, user, resolvedAt, resolvedBy, bannedUntil } = found;
  if (resolvedAt !== null) return { is: 'already', by: resolvedBy ?? '', at: resolvedAt };
  if (!undo && bannedUntil !== null) return { is: 'under-way', until: bannedUntil };
  const falling = undo ? await findFalling(trx, id) : [{ id, lifts: false }];
  const withdrawn = undo ? await withdrawWarnings(trx, [id], by.name) : [];
  const lifted = await liftCases(trx, falling, { by: by.name, note });
  return { is: 'resolved', case: id, user, lifted, withdrawn: withdrawn.length };
}

const Found = z.object({
  id: z.string(),
  user: z.string(),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  bannedUntil: z.date().nullable(),
});

async function lockCase(
  trx: Knex.Transaction,
  guild: Snowflake,
  number: number,
): Promise<z.infer<typeof Found> | undefined> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `SELECT id::text, user_id::text AS "user", resolved_at AS "resolvedAt", resolved_by AS "resolvedBy",
       CASE WHEN kind = 'ban' AND ends_at > now() AND effect IN ('wanted', 'done') THEN ends_at END AS "bannedUntil"
     FROM moderation_cases WHERE guild_id = ? AND number = ? FOR UPDATE`,
    [guild, number],
  );
  return z.array(Found).parse(rows)[0];
}

/** The case, and those that followed from its warning; `lifts`: Discord has something to take back. */
async function findFalling(trx: Knex.Transaction, id: string): Promise<{ id: string; lifts: boolean }[]> {
  const { rows } = await trx.raw<{ rows: { id: string; lifts: boolean }[] }>(
    `SELECT c.id::text, c.lift = 'none' AND c.effect IN ('wanted', 'done')
         AND (c.kind = 'ban' OR c.kind = 'timeout' AND c.ends_at > now()) AS lifts
     FROM moderation_cases c WHERE c.resolved_at IS NULL AND (c.id = ? OR (c.guild_id, c.operation) IN (
       SELECT guild_id, 'ladder:' || id FROM user_warnings WHERE case_id = ? AND withdrawn_at IS NULL))
     ORDER BY c.id`,
    [id, id],
  );
  return rows;
}
