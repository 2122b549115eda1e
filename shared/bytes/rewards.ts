import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import { type NotTheirs, refuseGiving } from '../accounts/giving.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

/** Who changes it, for the log of changes. */
export type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

/** A role that is earned at so many bytes received in total. */
export interface Reward {
  role: Snowflake;
  threshold: number;
}

export const mostThreshold = 1_000_000_000_000;
export const Threshold = z.int().min(1).max(mostThreshold);

type Deps = { db: Knex };

/** Beyond that it is only said that there are more. */
export const mostCounted = 10_000;

const Counted = z.object({
  role: z.string(),
  threshold: z.coerce.number(),
  granted: z.coerce.number(),
  wanted: z.coerce.number(),
  failed: z.coerce.number(),
});
/** With how many have the role, wait for it, or were refused it by Discord: `mostCounted` + 1 stands for more. */
export type CountedReward = z.infer<typeof Counted>;

/** A guild's role rewards, least threshold first. */
export async function listRewards({ db }: Deps, guild: Snowflake): Promise<CountedReward[]> {
  const count = (state: string) =>
    `(SELECT count(*) FROM (SELECT FROM role_grants g WHERE g.guild_id = r.guild_id AND g.role_id = r.role_id
       AND g.state = '${state}' ORDER BY g.user_id LIMIT ${mostCounted + 1}) c) AS ${state}`; // in the order of an index
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT r.role_id AS role, r.threshold, ${count('granted')}, ${count('wanted')}, ${count('failed')}
     FROM bytes_roles r WHERE r.guild_id = ? ORDER BY r.threshold, r.role_id`,
    [guild],
  );
  return z.array(Counted).parse(rows);
}

/** The same without how many have them. */
export async function listThresholds({ db }: Deps, guild: Snowflake): Promise<Reward[]> {
  const rows: { role: string; threshold: string }[] = await db('bytes_roles')
    .where({ guild_id: guild })
    .orderBy(['threshold', 'role_id'])
    .select('role_id AS role', 'threshold');
  return rows.map(({ role, threshold }) => ({ role, threshold: Number(threshold) }));
}

export async function findReward(
  { db }: Deps,
  guild: Snowflake,
  role: Snowflake,
): Promise<Reward | undefined> {
  const row: { threshold: string } | undefined = await db('bytes_roles')
    .where({ guild_id: guild, role_id: role })
    .first('threshold');
  return row && { role, threshold: Number(row.threshold) };
}

/** The name goes into the log of changes. Tell the processes after it. */
export async function addReward(
  { db }: Deps,
  guild: Snowflake,
  { role, threshold, name }: Reward & { name: string },
  by: By,
): Promise<{ is: 'added' } | { is: 'exists'; threshold: number } | NotTheirs> {
  return transact(db, async (trx) => {
    const refused = await refuseGiving(trx, guild, role, by.actor);
    if (refused) return refused;
    const row = { guild_id: guild, role_id: role, threshold };
    const added: unknown[] = await trx('bytes_roles').insert(row).onConflict().ignore().returning('role_id');
    if (added.length === 0)
      return { is: 'exists', threshold: (await lockReward(trx, guild, role)) ?? threshold };
    await audit(trx, { ...by, guild, action: 'reward.added', subject: name, after: { role, threshold } });
    return { is: 'added' };
  });
}

export type RewardChange =
  | { is: 'changed' }
  | { is: 'unchanged' }
  | { is: 'unknown' }
  /** Somebody else has moved it since. */
  | { is: 'stale'; threshold: number }
  | NotTheirs;

/**
 * Moves a threshold that was seen as `from`, or takes the reward away: `to` null. Who has the role keeps it. Lowered, more
 * members are given it, which is for whom adding it would be.
 */
export async function changeReward(
  { db }: Deps,
  guild: Snowflake,
  { role, name, from, to }: { role: Snowflake; name: string; from: number; to: number | null },
  by: By,
): Promise<RewardChange> {
  return transact(db, async (trx) => {
    const threshold = await lockReward(trx, guild, role);
    if (threshold === undefined) return { is: 'unknown' };
    if (threshold === to) return { is: 'unchanged' };
    if (threshold !== from) return { is: 'stale', threshold };
    const refused =
      to !== null && to < threshold ? await refuseGiving(trx, guild, role, by.actor) : undefined;
    if (refused) return refused;
    const there = trx('bytes_roles').where({ guild_id: guild, role_id: role });
    if (to !== null) await there.update({ threshold: to });
    else {
      await there.delete();
      await trx('role_grants')
        .where({ guild_id: guild, role_id: role })
        .whereNot({ state: 'granted' })
        .delete();
    }
    await audit(trx, {
      ...by,
      guild,
      action: to === null ? 'reward.removed' : 'reward.changed',
      subject: name,
      before: { role, threshold },
      after: to === null ? undefined : { role, threshold: to },
    });
    return { is: 'changed' };
  });
}

async function lockReward(
  trx: Knex.Transaction,
  guild: Snowflake,
  role: Snowflake,
): Promise<number | undefined> {
  const row: { threshold: string } | undefined = await trx('bytes_roles')
    .where({ guild_id: guild, role_id: role })
    .forUpdate()
    .first('threshold');
  return row && Number(row.threshold);
}
